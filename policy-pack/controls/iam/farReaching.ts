/** Names of AWS's own policies that allow nearly all, or all of a service; `*` stands for anything. */
export const FAR_REACHING = [
  "AdministratorAccess*",
  "PowerUserAccess",
  "IAMFullAccess",
  "*FullAccess*",
];
