import type { StackView } from "../../engine/associations.ts";
import { defineControl, type StackContext } from "../../engine/control.ts";
import { STACK_TYPE } from "../../engine/resource.ts";
import {
  each,
  every,
  expect,
  fail,
  notApplicable,
  some,
  type Verdict,
} from "../../engine/verdict.ts";
import type { View } from "../../engine/view.ts";
import { s3BucketSseKms } from "../s3/s3-bucket-sse-kms.ts";
import { BUCKET } from "../s3/siblings.ts";
import { anyComplies } from "../shared/anyComplies.ts";
import { hasCustomerKey } from "../shared/customerKey.ts";
import { asJudgedBy } from "../shared/delegate.ts";
import { regionOf } from "../shared/region.ts";
import { switchOf } from "../shared/switches.ts";

const RECORDER = "aws:cfg/recorder:Recorder";
const RECORDER_STATUS = "aws:cfg/recorderStatus:RecorderStatus";
const DELIVERY_CHANNEL = "aws:cfg/deliveryChannel:DeliveryChannel";

export const configRecorderAll = defineControl({
  id: "config-recorder-all",
  title: "AWS Config records all resource types and delivers to an encrypted bucket",
  severity: "medium",
  frameworks: {
    fsbp: ["Config.1"],
    cis3: ["3.3"],
    cis7: ["4.3"],
    nist: ["CM-3", "CM-6(1)", "CM-8"],
  },
  cause: "Nobody can say what a resource looked like before it was changed, or who owns what.",
  remedy: "Record all supported types, global ones in one recorder, start it, and add a channel",
  types: [STACK_TYPE, RECORDER],
  related: [RECORDER, RECORDER_STATUS, DELIVERY_CHANNEL, BUCKET, ...(s3BucketSseKms.related ?? [])],
  scope: "stack",
  check(context) {
    const { resource, stack, environment } = context;
    if (resource.type === RECORDER) return judgeRecorder(resource, context);
    if (!environment.ownsAccountBaseline) return notApplicable;
    return expect(stack.ofType(RECORDER).length > 0, "The account has no Config recorder");
  },
});

function judgeRecorder(recorder: View, context: StackContext): Verdict[] {
  const { stack } = context;
  const recorders = stack.ofType(RECORDER);
  const others = recorders.filter(({ urn }) => urn !== recorder.urn);
  const parts = [
    () => expect(recordsAllTypes(recorder), "The recorder leaves out resource types"),
    () => expect(some(recorders, recordsGlobals), "No recorder records global resource types"),
    () =>
      expect(
        every(others, (other) => !(recordsGlobals(other) && recordsGlobals(recorder))),
        "Another recorder records global resource types as well",
      ),
    () =>
      expect(
        some(
          stack.ofType(RECORDER_STATUS),
          (status) => status.at("isEnabled").flag === true && isOf(stack, status, recorder),
        ),
        "The recorder is not started",
      ),
    () => judgeChannels(recorder, context),
  ];
  return each(parts, (part) => part());
}

/** All supported types, which is what a recorder without a recording group records as well. */
function recordsAllTypes(recorder: View): boolean {
  const group = recorder.at("recordingGroup");
  const strategy = group.at("recordingStrategies.useOnly").text ?? "ALL_SUPPORTED_RESOURCE_TYPES";
  const all = switchOf(group.at("allSupported"), true) === true;
  return strategy === "ALL_SUPPORTED_RESOURCE_TYPES" && all;
}

function recordsGlobals(recorder: View): boolean {
  return recorder.at("recordingGroup.includeGlobalResourceTypes").flag === true;
}

/** Whether a status is this recorder's: an account has one recorder a region, and names it. */
function isOf(stack: StackView, status: View, recorder: View): boolean {
  const named = stack.references(status, "name", RECORDER).some(({ urn }) => urn === recorder.urn);
  const name = (view: View) => view.at("name").text ?? "default";
  return (
    (named || name(status) === name(recorder)) &&
    regionOf(stack, status) === regionOf(stack, recorder)
  );
}

/** An account has one channel a region, whatever its name. */
function judgeChannels(recorder: View, context: StackContext): Verdict[] {
  const { stack } = context;
  const region = regionOf(stack, recorder);
  const channels = stack
    .ofType(DELIVERY_CHANNEL)
    .filter((channel) => regionOf(stack, channel) === region);
  if (channels.length === 0) return [fail("The recorder has no delivery channel")];
  return each(channels, (channel) => {
    const buckets = stack.references(channel, "s3BucketName", BUCKET);
    const ways = [
      // Config encrypts by itself where it is given a key, whatever the bucket would do.
      () =>
        expect(
          hasCustomerKey(channel, "s3KmsKeyArn"),
          "The delivery channel names no customer key",
        ),
      () =>
        buckets.length === 0
          ? fail("The bucket of the delivery channel is not in the stack")
          : each(buckets, (bucket) => asJudgedBy(s3BucketSseKms, bucket, context)),
    ];
    return anyComplies(ways, (way) => way());
  });
}
