/**
 * Ports that nothing on the internet should answer on, TCP or UDP. Sources: Security Hub's list for
 * EC2.19, read in 2026, and the usual ports of data stores and consoles that it leaves out.
 */
export const HIGH_RISK_PORTS: readonly string[] = [
  // FTP, SSH, Telnet, mail, TFTP
  "20-23",
  "25",
  "69",
  "110",
  "143",
  // RPC, NetBIOS, LDAP, SMB, r-commands, rsync, NFS
  "111",
  "135",
  "137-139",
  "389",
  "445",
  "512-514",
  "873",
  "2049",
  // SQL Server, Oracle, MySQL, PostgreSQL, Redshift
  "1433-1434",
  "1521",
  "3306",
  "4333",
  "5432",
  "5439",
  // ZooKeeper, Docker, etcd, Kubernetes
  "2181",
  "2375-2376",
  "2379-2380",
  "6443",
  "10250",
  // Remote Desktop, VNC, X11, WinRM
  "3389",
  "5500",
  "5900-5903",
  "5985-5986",
  "6000-6003",
  // What developers start: Node, Go, Ruby, Python, proxies
  "3000",
  "5000",
  "8080",
  "8088",
  "8888",
  // Redis, Cassandra, Memcached, MongoDB, CouchDB, Neo4j
  "6379-6380",
  "5984",
  "7000-7001",
  "7199",
  "7474",
  "7687",
  "8182",
  "9042",
  "9142",
  "9160",
  "11211",
  "27017-27019",
  // Search and its dashboards, Kafka, RabbitMQ, ActiveMQ, Prometheus
  "5601",
  "9200",
  "9300",
  "9090",
  "9092-9098",
  "4369",
  "5671-5672",
  "15671-15672",
  "61616",
];
