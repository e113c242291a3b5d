/** Hours of a month, as AWS's calculator counts them. */
const MONTH_HOURS = 730;

/**
 * Prices of us-east-1 in USD, without taxes and free tiers, as AWS's price pages had them when they
 * were last looked at. A figure of the cost table is one of these times what a plan has.
 */
export const PRICES = {
  checked: "2026-11",
  /** An hour of a Linux machine. Source: Amazon EC2, "On-Demand Pricing". */
  instanceHour: {
    "t4g.nano": 0.0042,
    "t4g.micro": 0.0084,
    "t4g.small": 0.0168,
    "t4g.medium": 0.0336,
    "t3.nano": 0.0052,
    "t3.micro": 0.0104,
    "t3.small": 0.0208,
    "t3.medium": 0.0416,
  },
  /** A GB and month of gp3. Source: Amazon EBS pricing. */
  diskGb: 0.08,
  /** An hour of a public IPv4 address. Source: Amazon VPC pricing. */
  addressHour: 0.005,
  /** A month of measures by the minute, seven metrics of a machine. Source: CloudWatch pricing. */
  detailedMonitoring: 2.1,
  /** An alarm and month. Source: CloudWatch pricing. */
  alarm: 0.1,
  /** A metric of one's own and month. Source: CloudWatch pricing. */
  metric: 0.3,
  /** A secret and month. Source: AWS Secrets Manager pricing. */
  secret: 0.4,
  /** An hour of a vCPU, and of a GB of memory. Source: AWS Fargate pricing. */
  taskVcpuHour: 0.04048,
  taskGbHour: 0.004445,
  /** A web ACL and month, and a rule of it. Source: AWS WAF pricing. */
  webAcl: 5,
  webAclRule: 1,
  /** A user a month in the plan `plus`; `essentials` has 10,000 free. Source: Amazon Cognito pricing. */
  plusUser: 0.02,
  /** A GB and month, and a GB out beyond 100 free. Source: Amazon S3 and EC2 data transfer pricing. */
  storageGb: 0.023,
  outGb: 0.09,
  /** A GB out beyond 1 TB free, in North America and Europe, and where it is dearest. Source: Amazon CloudFront pricing. */
  edgeGb: 0.085,
  edgeGbDearest: 0.12,
  /** An hour of a NAT gateway. Source: Amazon VPC pricing. */
  natHour: 0.045,
  /** An hour of an interface endpoint in a zone. Source: AWS PrivateLink pricing. */
  endpointHour: 0.01,
  /** An hour of a balancer; units of its capacity are paid by use. Source: Elastic Load Balancing pricing. */
  balancerHour: 0.0225,
  /** An hour of a db.t4g.micro in one zone, and a GB and month of its gp3. Source: Amazon RDS pricing. */
  databaseHour: 0.016,
  databaseGb: 0.115,
} as const;

/** What an hourly price is a month. */
export function monthly(hour: number): number {
  return hour * MONTH_HOURS;
}
