import { declareValuePlugin, PluginKind } from "@stryker-mutator/api/plugin";

/** What a control says about itself: data that a reader checks, and no rule. */
const METADATA = new Set(["title", "cause", "remedy", "frameworks"]);

/** Their second argument describes a parameter to whoever configures it. */
const PARAMETERS = new Set(["numberOf", "flagOf", "textsOf", "choiceOf"]);

const metadataIgnorer = {
  shouldIgnore(path) {
    return isMetadata(path) || isDescription(path) ? "Metadata" : undefined;
  },
};

function isMetadata(path) {
  return (
    path.isObjectProperty() &&
    METADATA.has(path.node.key.name) &&
    isCallOf(path.parentPath?.parentPath, new Set(["defineControl"]))
  );
}

function isDescription(path) {
  return isCallOf(path.parentPath, PARAMETERS) && path.parentPath.node.arguments[1] === path.node;
}

function isCallOf(path, names) {
  return path?.isCallExpression() === true && names.has(path.node.callee.name);
}

export const strykerPlugins = [declareValuePlugin(PluginKind.Ignore, "metadata", metadataIgnorer)];
