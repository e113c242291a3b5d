/** A container image by its parts: `host/path:tag@sha256:…`. */
export interface Image {
  /** Registry's host and path of the repository. */
  readonly repository: string;
  /** Account of a private registry of Amazon ECR. */
  readonly account: string | undefined;
  readonly tag: string | undefined;
  /** Whether it names one content for ever. */
  readonly pinned: boolean;
}

export function imageOf(text: string): Image {
  const [named = "", digest] = text.trim().split("@");
  const slash = named.lastIndexOf("/");
  const colon = named.indexOf(":", slash);
  const repository = colon < 0 ? named : named.slice(0, colon);
  return {
    repository,
    account: accountOf(repository.split("/")[0] ?? ""),
    tag: colon < 0 ? undefined : named.slice(colon + 1),
    pinned: /^sha256:[0-9a-f]{64}$/.test(digest ?? ""),
  };
}

/** `111122223333.dkr.ecr.us-east-1.amazonaws.com`, and its FIPS, dual-stack and Chinese forms. */
function accountOf(host: string): string | undefined {
  const form =
    /^(\d{12})\.dkr[.-]ecr(?:-fips)?\.[a-z0-9-]{5,30}\.(?:amazonaws\.com(?:\.cn)?|on\.(?:aws|amazonwebservices\.com\.cn))$/;
  return form.exec(host)?.[1];
}
