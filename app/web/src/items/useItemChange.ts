import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";

import { ApiError } from "../api/client.ts";
import {
  createItem,
  deleteItem,
  item,
  type ItemText,
  replaceItem,
  type StatedItem,
} from "../api/items.ts";
import { useNotice } from "../shared/Notice.tsx";

export type ItemChange = ({ readonly kind: "save" } & ItemText) | { readonly kind: "delete" };

const CHANGED_MEANWHILE = 412;

/**
 * Changes an item in the state that was shown. Where it is in another one by now, that is told, and
 * the same change once more is made to what was told.
 */
export function useItemChange(shown: StatedItem | undefined, onDone: () => void) {
  const client = useQueryClient();
  const tell = useNotice();
  const etag = useRef(shown?.etag ?? "");
  const mutation = useMutation({
    async mutationFn(change: ItemChange) {
      try {
        if (change.kind === "delete") await deleteItem(shown?.id ?? "", etag.current);
        else {
          const { name, description } = change;
          if (shown === undefined) await createItem({ name, description });
          else await replaceItem(shown.id, { name, description }, etag.current);
        }
      } catch (error) {
        const isConflict = error instanceof ApiError && error.status === CHANGED_MEANWHILE;
        if (!isConflict || shown === undefined) throw error;
        const now = await item(shown.id);
        etag.current = now.etag;
        throw new ApiError(CHANGED_MEANWHILE, conflictText(now));
      }
    },
    onSuccess(_none, change) {
      tell(change.kind === "delete" ? `${shown?.name ?? "It"} was deleted.` : "It is saved.");
      onDone();
    },
    onSettled: () => client.invalidateQueries({ queryKey: ["items"] }),
  });
  return {
    change: (change: ItemChange) => {
      mutation.mutate(change);
    },
    isPending: mutation.isPending,
    problem: mutation.error?.message,
  };
}

function conflictText({ name, description }: ItemText): string {
  const says = description === "" ? "" : ` and says “${description}”`;
  return (
    `Someone else has changed it meanwhile: it is called “${name}” now${says}. ` +
    "Press the button again to replace that by yours."
  );
}
