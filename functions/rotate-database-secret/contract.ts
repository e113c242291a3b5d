/**
 * What the rotation of the database's users needs of the infrastructure that runs it. The
 * infrastructure fills this type, so a variable renamed here stops compiling there.
 */

/** Environment variables of the function; all else is in the secret that it is called for. */
export interface RotateDatabaseSecretEnvironment {
  /** File with the authorities (PEM) that the database's certificate must come from; no others. */
  readonly DATABASE_AUTHORITIES_FILE: string;
}

/** Folder of the function, by which it is bundled. */
export const FOLDER = "rotate-database-secret";
