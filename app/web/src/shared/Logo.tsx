import { BRAND } from "./brand.ts";

export function Logo() {
  return (
    <span className="logo">
      <img src="/icon.svg" alt="" width={28} height={28} />
      <span className="logo-name">{BRAND}</span>
    </span>
  );
}
