/** Digits that DynamoDB keeps of a number. */
const MOST_DIGITS = 38;

/** Characters of a number: written out without an exponent, the longest has some 170. */
const LONGEST = 200;

/** Powers of ten of the first digit of the largest and of the smallest number. */
const LARGEST = 125;
const SMALLEST = -130;

const FORM = /^[+-]?(?=\.?\d)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;

/**
 * What keeps DynamoDB from taking text as a number; undefined when nothing does. Source: DynamoDB
 * guide, "Supported data types and naming rules", Number: 38 digits without the zeroes around them,
 * from 1E-130 to 9.9999999999999999999999999999999999999E+125, and their negatives.
 */
export function numberProblem(text: string): string | undefined {
  if (text.length > LONGEST) return `has ${text.length} characters; at most ${LONGEST} are taken`;
  const parts = FORM.exec(text);
  if (parts === null) return "is no number";
  const [, whole = "", fraction = "", exponent = "0"] = parts;
  const digits = whole + fraction;
  const first = digits.search(/[1-9]/);
  if (first === -1) return undefined;
  const significant = lengthWithoutZeroes(digits) - first;
  if (significant > MOST_DIGITS) {
    return `has ${significant} significant digits; DynamoDB keeps ${MOST_DIGITS}`;
  }
  const power = whole.length - 1 - first + Number(exponent);
  if (power > LARGEST) return "is larger than DynamoDB's largest number";
  if (power < SMALLEST) return "is nearer to zero than DynamoDB's smallest number";
  return undefined;
}

/** Bytes of a number in an item, as the guide estimates them. */
export function numberBytes(text: string): number {
  const digits = text.replace(/[eE].*$/, "").replaceAll(/[^\d]/g, "");
  const first = digits.search(/[1-9]/);
  const significant = first === -1 ? 1 : lengthWithoutZeroes(digits) - first;
  return Math.ceil(significant / 2) + (text.startsWith("-") ? 2 : 1);
}

function lengthWithoutZeroes(digits: string): number {
  let length = digits.length;
  while (digits[length - 1] === "0") length -= 1;
  return length;
}
