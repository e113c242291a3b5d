import assert from "node:assert/strict";

import { labelOf } from "../../../../policy-pack/controls/waf/labels.ts";
import { COMMON, INPUTS, REPUTATION } from "./acls.ts";

/** As AWS's developer guide lists them, by group and namespace. */
const LISTED: Record<string, Record<string, Record<string, string>>> = {
  [COMMON]: {
    "awswaf:managed:aws:core-rule-set:": {
      NoUserAgent_HEADER: "NoUserAgent_Header",
      UserAgent_BadBots_HEADER: "BadBots_Header",
      SizeRestrictions_QUERYSTRING: "SizeRestrictions_QueryString",
      SizeRestrictions_Cookie_HEADER: "SizeRestrictions_Cookie_Header",
      SizeRestrictions_BODY: "SizeRestrictions_Body",
      SizeRestrictions_URIPATH: "SizeRestrictions_URIPath",
      EC2MetaDataSSRF_BODY: "EC2MetaDataSSRF_Body",
      EC2MetaDataSSRF_COOKIE: "EC2MetaDataSSRF_Cookie",
      EC2MetaDataSSRF_URIPATH: "EC2MetaDataSSRF_URIPath",
      EC2MetaDataSSRF_QUERYARGUMENTS: "EC2MetaDataSSRF_QueryArguments",
      GenericLFI_QUERYARGUMENTS: "GenericLFI_QueryArguments",
      GenericLFI_URIPATH: "GenericLFI_URIPath",
      GenericLFI_BODY: "GenericLFI_Body",
      RestrictedExtensions_URIPATH: "RestrictedExtensions_URIPath",
      RestrictedExtensions_QUERYARGUMENTS: "RestrictedExtensions_QueryArguments",
      GenericRFI_QUERYARGUMENTS: "GenericRFI_QueryArguments",
      GenericRFI_BODY: "GenericRFI_Body",
      GenericRFI_URIPATH: "GenericRFI_URIPath",
      CrossSiteScripting_COOKIE: "CrossSiteScripting_Cookie",
      CrossSiteScripting_QUERYARGUMENTS: "CrossSiteScripting_QueryArguments",
      CrossSiteScripting_BODY: "CrossSiteScripting_Body",
      CrossSiteScripting_URIPATH: "CrossSiteScripting_URIPath",
    },
  },
  [INPUTS]: {
    "awswaf:managed:aws:known-bad-inputs:": {
      JavaDeserializationRCE_HEADER: "JavaDeserializationRCE_Header",
      JavaDeserializationRCE_BODY: "JavaDeserializationRCE_Body",
      JavaDeserializationRCE_URIPATH: "JavaDeserializationRCE_URIPath",
      JavaDeserializationRCE_QUERYSTRING: "JavaDeserializationRCE_QueryString",
      Host_localhost_HEADER: "Host_Localhost_Header",
      PROPFIND_METHOD: "Propfind_Method",
      ExploitablePaths_URIPATH: "ExploitablePaths_URIPath",
      Log4JRCE_HEADER: "Log4JRCE_Header",
      Log4JRCE_QUERYSTRING: "Log4JRCE_QueryString",
      Log4JRCE_BODY: "Log4JRCE_Body",
      Log4JRCE_URIPATH: "Log4JRCE_URIPath",
      ReactJSRCE_BODY: "ReactJSRCE_Body",
    },
  },
  [REPUTATION]: {
    "awswaf:managed:aws:amazon-ip-list:": {
      AWSManagedIPReputationList: "AWSManagedIPReputationList",
      AWSManagedReconnaissanceList: "AWSManagedReconnaissanceList",
      AWSManagedIPDDoSList: "AWSManagedIPDDoSList",
    },
  },
};

describe("labels of AWS's rules", () => {
  for (const [group, spaces] of Object.entries(LISTED)) {
    it(`are those that AWS lists for ${group}`, () => {
      for (const [namespace, labels] of Object.entries(spaces)) {
        for (const [rule, name] of Object.entries(labels)) {
          assert.deepEqual(labelOf(group, rule), { namespace, name });
        }
      }
    });
  }
});
