/** A command of the AWS SDK: a class whose instances know their input and what answers them. */
type CommandClass = abstract new (...args: never[]) => {
  readonly input: object;
  resolveMiddleware(
    ...args: never[]
  ): (...args: never[]) => Promise<{ output: { $metadata: object } }>;
};

/** What is asked by a command, as the SDK types it. */
export type InputOf<C extends CommandClass> = InstanceType<C>["input"];

/** What answers a command, as the SDK types it. */
export type OutputOf<C extends CommandClass> = Omit<
  Awaited<ReturnType<ReturnType<InstanceType<C>["resolveMiddleware"]>>>["output"],
  "$metadata"
>;

/** The part of a client of the SDK through which all its calls go. */
interface Client {
  readonly middlewareStack: {
    add(
      middleware: (
        next: unknown,
        context: { commandName?: string },
      ) => (args: {
        input: object;
      }) => Promise<{ output: { $metadata: object }; response: unknown }>,
      options: { step: "initialize"; priority: "high"; name: string },
    ): void;
  };
}

/** One call that a client made. */
export interface AwsCall {
  /** Name of the command without its ending: `PutObject`. */
  readonly call: string;
  readonly input: object;
}

/**
 * Answers the calls of real AWS clients from functions that are typed by the SDK's own commands, and
 * remembers each call. What no function answers fails the test: the code asked what it should not.
 */
export class AwsStandIn {
  /** All calls in their order. */
  readonly calls: AwsCall[] = [];
  /** Looks at each call before it is answered; what it throws is AWS's refusal. */
  refuse: (call: AwsCall) => void = () => undefined;
  readonly #answers = new Map<string, (input: object) => object | Promise<object>>();

  /** Says how a command is answered from now on; an error that it throws is AWS's refusal. */
  on<C extends CommandClass>(
    command: C,
    answer: (input: InputOf<C>) => OutputOf<C> | Promise<OutputOf<C>>,
  ): this {
    this.#answers.set(nameOf(command.name), answer);
    return this;
  }

  /** Lets this answer for a client, whose own network is then never used. */
  answers<C extends Client>(client: C): C {
    client.middlewareStack.add(
      (_next, { commandName = "" }) =>
        async ({ input }) => {
          const call = nameOf(commandName);
          const made = { call, input: structuredClone(input) };
          this.calls.push(made);
          this.refuse(made);
          const answer = this.#answers.get(call);
          if (answer === undefined) throw new Error(`nobody expected ${call}`);
          return { output: { $metadata: {}, ...(await answer(input)) }, response: {} };
        },
      { step: "initialize", priority: "high", name: "standIn" },
    );
    return client;
  }

  /** Inputs of the calls of one command. */
  inputs<C extends CommandClass>(command: C): InputOf<C>[] {
    const wanted = nameOf(command.name);
    return this.calls.filter(({ call }) => call === wanted).map(({ input }) => input);
  }

  /** Names of all calls in their order. */
  get names(): string[] {
    return this.calls.map(({ call }) => call);
  }

  /** Forgets the calls so far. */
  forget(): void {
    this.calls.length = 0;
  }
}

/** A refusal as the SDK throws it, of the first attempt or of a later one: known by its name. */
export function awsRefusal(
  name: string,
  message = `${name} was refused`,
  status = 400,
  attempts = 1,
): Error {
  return Object.assign(new Error(message), {
    name,
    $fault: status < 500 ? "client" : "server",
    $metadata: {
      httpStatusCode: status,
      requestId: "11111111-2222-3333-4444-555555555555",
      attempts,
    },
  });
}

function nameOf(command: string): string {
  return command.replace(/Command$/, "");
}
