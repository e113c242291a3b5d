/**
 * Memory sizes in MiB that Fargate offers for each number of CPU units (1024 units = 1 vCPU).
 *
 * Source: AWS CloudFormation Linter, `aws_ecs_taskdefinition/fargate_cpu_memory.json`, and the
 * Amazon ECS developer guide, "Task CPU and memory" (T44).
 */
const MEMORY_BY_CPU: ReadonlyMap<number, readonly number[]> = new Map([
  [256, [512, 1024, 2048]],
  [512, gibibytes(1, 4, 1)],
  [1024, gibibytes(2, 8, 1)],
  [2048, gibibytes(4, 16, 1)],
  [4096, gibibytes(8, 30, 1)],
  [8192, gibibytes(16, 60, 4)],
  [16384, gibibytes(32, 120, 8)],
]);

function gibibytes(from: number, to: number, step: number): number[] {
  return Array.from({ length: (to - from) / step + 1 }, (_, index) => (from + index * step) * 1024);
}

/** CPU units that Fargate offers, ascending. */
export const FARGATE_CPU_UNITS: readonly number[] = [...MEMORY_BY_CPU.keys()];

/** Memory sizes in MiB allowed with this number of CPU units; empty when Fargate has no such CPU. */
export function fargateMemorySizes(cpu: number): readonly number[] {
  return MEMORY_BY_CPU.get(cpu) ?? [];
}

/** What is wrong with the pair and what is allowed instead; undefined when Fargate offers it. */
export function fargateSizeProblem(cpu: number, memory: number): string | undefined {
  const sizes = fargateMemorySizes(cpu);
  if (sizes.length === 0) {
    return `Fargate has no size of ${cpu} CPU units; allowed: ${FARGATE_CPU_UNITS.join(", ")}`;
  }
  return sizes.includes(memory)
    ? undefined
    : `Fargate has no ${memory} MiB with ${cpu} CPU units; allowed: ${sizes.join(", ")}`;
}
