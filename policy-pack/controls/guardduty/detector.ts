export const DETECTOR = "aws:guardduty/detector:Detector";
export const DETECTOR_FEATURE = "aws:guardduty/detectorFeature:DetectorFeature";

/** The older switches on the detector itself, for the features that have one. */
export const DATA_SOURCES: ReadonlyMap<string, string> = new Map([
  ["S3_DATA_EVENTS", "datasources.s3Logs.enable"],
  [
    "EBS_MALWARE_PROTECTION",
    "datasources.malwareProtection.scanEc2InstanceWithFindings.ebsVolumes.enable",
  ],
]);
