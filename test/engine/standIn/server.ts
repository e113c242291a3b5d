import * as grpc from "@grpc/grpc-js";
import type * as pb from "@pulumi/pulumi/proto/provider_pb.js";
import services from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import messages from "@pulumi/pulumi/proto/provider_pb.js";
import plugins from "@pulumi/pulumi/proto/plugin_pb.js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import structs from "google-protobuf/google/protobuf/struct_pb.js";

import { afterUpdate, type Cloud } from "./cloud.ts";
import type { DataRecord } from "./data.ts";

/** A provider that listens; the engine finds it through `PULUMI_DEBUG_PROVIDERS`. */
export interface ProviderServer {
  readonly port: number;
  readonly stop: () => void;
}

/**
 * Answers Pulumi's `ResourceProvider` service for any package with what the cloud in memory says.
 * It takes no secrets (the engine then unwraps and wraps them) and does take part in previews.
 */
export async function serveProvider(cloud: Cloud): Promise<ProviderServer> {
  const server = new grpc.Server({
    "grpc.max_receive_message_length": -1,
    "grpc.max_send_message_length": -1,
  });
  server.addService(services.ResourceProviderService, { ...general(), ...lifecycle(cloud) });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) => {
      if (error) reject(error);
      else resolve(bound);
    });
  });
  return {
    port,
    stop: () => {
      server.forceShutdown();
    },
  };
}

/** What every provider answers, whatever it provides. */
function general(): grpc.UntypedServiceImplementation {
  const nothing = unary(() => new empty.Empty());
  return {
    attach: nothing,
    cancel: nothing,
    handshake: unary(() => new messages.ProviderHandshakeResponse()),
    // Newer than any SDK asks for.
    getPluginInfo: unary(() => new plugins.PluginInfo().setVersion("999.0.0")),
    getSchema: unary(() => new messages.GetSchemaResponse().setSchema("{}")),
    getMapping: unary(() => new messages.GetMappingResponse()),
    getMappings: unary(() => new messages.GetMappingsResponse()),
    parameterize: refused("Parameterize"),
    construct: refused("Construct"),
    call: refused("Call"),
    list: refused("List"),
    invoke: unary((request: pb.InvokeRequest) => {
      throw new Error(`${request.getTok()} asks AWS something; the program must run without.`);
    }),
    checkConfig: unary((request: pb.CheckRequest) =>
      new messages.CheckResponse().setInputs(request.getNews()),
    ),
    diffConfig: unary(() => new messages.DiffResponse()),
    configure: unary(() => new messages.ConfigureResponse().setSupportspreview(true)),
  };
}

/** A resource's way from its inputs to its end. */
function lifecycle(cloud: Cloud): grpc.UntypedServiceImplementation {
  return {
    check: unary((request: pb.CheckRequest) => {
      const inputs = cloud.check(
        request.getType(),
        request.getName(),
        request.getRandomseed_asU8(),
        read(request.getNews()),
        read(request.getOlds()),
      );
      return new messages.CheckResponse().setInputs(written(inputs));
    }),
    diff: unary((request: pb.DiffRequest) => {
      const olds = read(request.getOldInputs());
      const { changed, replacing } = cloud.diff(request.getType(), olds, read(request.getNews()));
      const { DIFF_NONE, DIFF_SOME } = messages.DiffResponse.DiffChanges;
      return new messages.DiffResponse()
        .setChanges(changed.length > 0 ? DIFF_SOME : DIFF_NONE)
        .setDiffsList([...changed])
        .setReplacesList([...replacing]);
    }),
    create: unary((request: pb.CreateRequest) => {
      const inputs = read(request.getProperties());
      if (request.getPreview()) {
        return new messages.CreateResponse().setProperties(written(inputs));
      }
      const { id, outputs } = cloud.create(request.getUrn(), request.getType(), inputs);
      return new messages.CreateResponse().setId(id).setProperties(written(outputs));
    }),
    update: unary((request: pb.UpdateRequest) => {
      const news = read(request.getNews());
      const outputs = request.getPreview()
        ? afterUpdate(read(request.getOldInputs()), read(request.getOlds()), news)
        : cloud.update(request.getId(), news);
      return new messages.UpdateResponse().setProperties(written(outputs));
    }),
    read: unary((request: pb.ReadRequest) => {
      const thing = cloud.read(request.getId());
      if (thing === undefined) return new messages.ReadResponse();
      return new messages.ReadResponse()
        .setId(request.getId())
        .setInputs(written(thing.inputs))
        .setProperties(written(thing.outputs));
    }),
    delete: unary((request: pb.DeleteRequest) => {
      cloud.delete(request.getId());
      return new empty.Empty();
    }),
  };
}

/** A method that answers at once, and turns what is thrown into the call's error. */
function unary<Request, Response>(
  answer: (request: Request) => Response,
): grpc.handleUnaryCall<Request, Response> {
  return (call, callback) => {
    let response: Response;
    try {
      response = answer(call.request);
    } catch (error) {
      callback({
        code: grpc.status.UNKNOWN,
        details: error instanceof Error ? error.message : String(error),
      });
      return;
    }
    callback(null, response);
  };
}

function refused(method: string): grpc.UntypedHandleCall {
  return unary(() => {
    throw new Error(`The stand-in provider has no ${method}.`);
  });
}

type Struct = ReturnType<pb.CheckRequest["getNews"]>;

function read(struct: Struct): DataRecord {
  return struct?.toJavaScript() ?? {};
}

function written(properties: DataRecord): Struct {
  return structs.Struct.fromJavaScript(properties);
}
