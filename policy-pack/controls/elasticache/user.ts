import { each, expect, type Verdicts } from "../../engine/verdict.ts";
import type { View } from "../../engine/view.ts";

/** The name that clients without one get. */
const NAMELESS = "default";

/** A user must prove who it is, or be off; the one of clients that name none must be off. */
export function judgeUser(user: View): Verdicts {
  const access = user.at("accessString");
  const rights = () => (access.text ?? "").toLowerCase().split(/\s+/);
  const isOff = () => rights().findLast((right) => right === "on" || right === "off") === "off";
  const anonymous = () =>
    expect(user.at("userName").text !== NAMELESS || isOff(), "The default user is not off", access);
  const password = () => {
    const free =
      user.at("noPasswordRequired").flag === true ||
      user.at("authenticationMode.type").text === "no-password-required" ||
      rights().includes("nopass");
    return expect(!free || isOff(), "The user needs no password");
  };
  return each([anonymous, password], (part) => part());
}
