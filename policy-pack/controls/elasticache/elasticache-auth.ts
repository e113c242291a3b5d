import { defineControl } from "../../engine/control.ts";
import { every, expect, notApplicable, some } from "../../engine/verdict.ts";
import type { View } from "../../engine/view.ts";
import { isNamed } from "../shared/naming.ts";
import { REPLICATION_GROUP, SERVERLESS } from "./cache.ts";
import { judgeUser } from "./user.ts";

const USER = "aws:elasticache/user:User";
const USER_GROUP = "aws:elasticache/userGroup:UserGroup";
const MEMBERSHIP = "aws:elasticache/userGroupAssociation:UserGroupAssociation";
const RANDOM_PASSWORD = "random:index/randomPassword:RandomPassword";

/** Id of the user that AWS gives every account: all commands on all keys, no password. */
const AWS_USER = "default";

export const elasticacheAuth = defineControl({
  id: "elasticache-auth",
  title: "Caches know their users",
  severity: "medium",
  frameworks: {
    fsbp: ["ElastiCache.6"],
    cis3: [],
    cis7: [],
    nist: ["AC-2(1)", "AC-3", "AC-3(7)", "AC-6"],
  },
  cause: "Whatever reaches the cache's port reads and changes all that it holds.",
  remedy: "Give the cache an authToken, or a user group whose default user is off",
  types: [REPLICATION_GROUP, SERVERLESS, USER_GROUP, MEMBERSHIP, USER],
  scope: "resource",
  check({ resource }) {
    if (resource.type === USER) return judgeUser(resource);
    if (resource.type === USER_GROUP) return judgeMembers(resource, "userIds");
    if (resource.type === MEMBERSHIP) return judgeMembers(resource, "userId");
    const isServerless = resource.type === SERVERLESS;
    if (isServerless && resource.at("engine").text === "memcached") return notApplicable;
    const ways = isServerless
      ? [() => isNamed(resource, "userGroupId", USER_GROUP)]
      : [
          () => hasToken(resource, "authToken"),
          () => hasToken(resource, "authTokenWo"),
          () => hasUserGroup(resource),
        ];
    const known = some(ways, (way) => way());
    return expect(known, "The cache has neither a user group nor a token");
  },
});

function judgeMembers(group: View, path: string) {
  const members = group.at(path).items();
  return expect(
    every(members, (member) => member.text !== AWS_USER),
    `${path} admits AWS's own user, who needs no password`,
    path,
  );
}

/** A token that is generated is there, though nobody knows it yet. */
function hasToken(cache: View, path: string): boolean {
  const token = cache.at(path);
  if (token.kind === "secret") return true;
  return isNamed(cache, path, RANDOM_PASSWORD);
}

function hasUserGroup(cache: View): boolean {
  if (cache.comesFrom("userGroupIds", USER_GROUP)) return true;
  return some(cache.at("userGroupIds").items(), (id) => (id.text ?? "") !== "");
}
