import {
  DescribeSecretCommand,
  type DescribeSecretRequest,
  type DescribeSecretResponse,
  GetRandomPasswordCommand,
  type GetRandomPasswordRequest,
  type GetRandomPasswordResponse,
  GetSecretValueCommand,
  type GetSecretValueRequest,
  type GetSecretValueResponse,
  PutSecretValueCommand,
  type PutSecretValueRequest,
  type PutSecretValueResponse,
  type SecretsManagerClient,
  UpdateSecretVersionStageCommand,
  type UpdateSecretVersionStageRequest,
  type UpdateSecretVersionStageResponse,
} from "@aws-sdk/client-secrets-manager";

/** The five calls of Secrets Manager that a rotation makes, in the service's own shapes. */
export interface SecretsApi {
  describeSecret(input: DescribeSecretRequest): Promise<DescribeSecretResponse>;
  getSecretValue(input: GetSecretValueRequest): Promise<GetSecretValueResponse>;
  getRandomPassword(input: GetRandomPasswordRequest): Promise<GetRandomPasswordResponse>;
  putSecretValue(input: PutSecretValueRequest): Promise<PutSecretValueResponse>;
  updateSecretVersionStage(
    input: UpdateSecretVersionStageRequest,
  ): Promise<UpdateSecretVersionStageResponse>;
}

/** The calls by the service's client. */
export function secretsApi(client: SecretsManagerClient): SecretsApi {
  return {
    describeSecret: (input) => client.send(new DescribeSecretCommand(input)),
    getSecretValue: (input) => client.send(new GetSecretValueCommand(input)),
    getRandomPassword: (input) => client.send(new GetRandomPasswordCommand(input)),
    putSecretValue: (input) => client.send(new PutSecretValueCommand(input)),
    updateSecretVersionStage: (input) => client.send(new UpdateSecretVersionStageCommand(input)),
  };
}
