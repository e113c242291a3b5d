import "react";

declare module "react" {
  interface CSSProperties {
    /** How much of a slider is behind its thumb, from 0 to 1. */
    "--filled"?: number;
  }
}
