import type { ComponentProps } from "react";

import { Icon, type IconName } from "./Icon.tsx";

interface IconButtonProps extends Omit<ComponentProps<"button">, "children" | "aria-label"> {
  readonly icon: IconName;
  /** What it does: a button of an icon alone has no other name. */
  readonly label: string;
  readonly filled?: boolean;
  readonly size?: number;
}

export function IconButton({
  icon,
  label,
  filled,
  size = 20,
  className = "",
  ...rest
}: IconButtonProps) {
  return (
    <button
      type="button"
      className={`icon-button ${className}`}
      aria-label={label}
      title={label}
      {...rest}
    >
      <Icon name={icon} size={size} {...(filled === undefined ? {} : { filled })} />
    </button>
  );
}
