import express, { type RequestHandler } from "express";
import { z } from "zod";

import { Problem } from "../http/problem.ts";
import { SEED_USERS } from "../music/seed/people.ts";
import type { Issuer } from "./parts/issuer.ts";

/** Of every local user: nothing here is worth a better one. */
export const LOCAL_PASSWORD = "local";

/** Who may sign in. */
export const LOCAL_USERS = SEED_USERS.map((user) => ({
  ...user,
  username: user.name.toLowerCase(),
}));
export type LocalUser = (typeof LOCAL_USERS)[number];

/** Undefined where there is no such user. */
export function userNamed(name: string): LocalUser | undefined {
  return LOCAL_USERS.find(({ username }) => username === name.toLowerCase());
}

const asked = z.object({ username: z.string().max(100), password: z.string().max(100) });

/** `POST /local/sign-in` gives tokens to programs, and answers as Cognito's `InitiateAuth` does. */
export function signIn(issuer: Pick<Issuer, "tokens">): RequestHandler {
  const router = express.Router();
  router.post("/local/sign-in", express.json({ limit: "1kb" }), async (request, response) => {
    const { data } = asked.safeParse(request.body);
    const user = userNamed(data?.username ?? "");
    if (user === undefined || data?.password !== LOCAL_PASSWORD) {
      throw new Problem(401, "There is no such user with that password.");
    }
    response.set("Cache-Control", "no-store");
    response.json({ AuthenticationResult: await issuer.tokens(user) });
  });
  return router;
}
