/**
 * A variable of the function's environment. Fails when the function is loaded, not at the first
 * event.
 */
export function variable(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === "") throw new Error(`${name} is not set.`);
  return value;
}
