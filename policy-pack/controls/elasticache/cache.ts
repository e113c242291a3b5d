export const REPLICATION_GROUP = "aws:elasticache/replicationGroup:ReplicationGroup";
export const SERVERLESS = "aws:elasticache/serverlessCache:ServerlessCache";
