/** What was found, as far as there is a response to it. */
export type Finding =
  /** Rules of a security group were added or changed. */
  | { readonly kind: "group-opened"; readonly groupId: string; readonly ruleIds: readonly string[] }
  /** A bucket's public access block was taken away or weakened, or it may have become public. */
  | {
      readonly kind: "bucket-opened";
      readonly bucket: string;
      /** Whether the block itself was changed; if not, the bucket may be private all the same. */
      readonly blockChanged: boolean;
    }
  /** The account's own public access block was taken away or weakened. */
  | { readonly kind: "account-opened" }
  /** An instance behaves as if somebody else ran it. */
  | { readonly kind: "instance-compromised"; readonly instanceId: string; readonly id: string }
  /** So does a task of a container service. */
  | {
      readonly kind: "task-compromised";
      readonly cluster: string;
      readonly task: string;
      readonly id: string;
    }
  /** Something that calls for one, told in a way that the function does not understand. */
  | { readonly kind: "unreadable"; readonly why: string }
  /** Nothing that calls for a response. */
  | { readonly kind: "ignored"; readonly why: string };

/** A place in AWS. */
export interface Home {
  readonly account: string;
  readonly region: string;
}

/** Where a finding is from, for people who read of the response. */
export interface Origin extends Home {
  /** Id of the event. */
  readonly event: string;
  /** When it happened. */
  readonly time: string;
  /** The call, or the type of the finding; the kind of event where neither could be read. */
  readonly what: string;
  /** Who called. */
  readonly actor?: string | undefined;
}
