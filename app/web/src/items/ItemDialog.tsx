import { useQuery } from "@tanstack/react-query";
import { useId } from "react";

import { type Item, item, type StatedItem } from "../api/items.ts";
import { Dialog } from "../shared/Dialog.tsx";
import { Failure, Loading } from "../shared/States.tsx";
import { type ItemChange, useItemChange } from "./useItemChange.ts";

interface ItemDialogProps {
  /** Undefined for a new one. */
  readonly item: Item | undefined;
  readonly onClose: () => void;
}

/** Makes an item, or changes or deletes the one as it is now. */
export function ItemDialog({ item: chosen, onClose }: ItemDialogProps) {
  return (
    <Dialog title={chosen === undefined ? "New item" : `Edit ${chosen.name}`} onClose={onClose}>
      {chosen === undefined ? (
        <Form item={undefined} onClose={onClose} />
      ) : (
        <Existing id={chosen.id} onClose={onClose} />
      )}
    </Dialog>
  );
}

/** The list may be older than the item, and tells no state that could be named. */
function Existing({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const query = useQuery({
    queryKey: ["item", id],
    queryFn: ({ signal }) => item(id, signal),
    gcTime: 0,
    // What someone types over must not change under the hand.
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
  if (query.isPending) return <Loading what="the item" rows={2} />;
  if (query.isError) {
    return <Failure what="The item" error={query.error} onRetry={() => void query.refetch()} />;
  }
  return <Form item={query.data} onClose={onClose} />;
}

interface FormProps {
  readonly item: StatedItem | undefined;
  readonly onClose: () => void;
}

function Form({ item: shown, onClose }: FormProps) {
  const id = useId();
  const { change, isPending, problem } = useItemChange(shown, onClose);
  const submit = (data: FormData) => {
    const text = (name: string) => {
      const value = data.get(name);
      // Forms send lines by CR LF.
      return typeof value === "string" ? value.replaceAll("\r\n", "\n") : "";
    };
    change({ kind: "save", name: text("name"), description: text("description") });
  };
  const remove: ItemChange = { kind: "delete" };
  return (
    <form
      className="dialog-form"
      onSubmit={(event) => {
        event.preventDefault();
        submit(new FormData(event.currentTarget));
      }}
    >
      <label htmlFor={`${id}-name`}>Name</label>
      <input
        id={`${id}-name`}
        name="name"
        defaultValue={shown?.name}
        maxLength={200}
        required
        autoComplete="off"
        autoFocus
      />
      <label htmlFor={`${id}-description`}>Description</label>
      <textarea
        id={`${id}-description`}
        name="description"
        defaultValue={shown?.description}
        maxLength={4000}
        rows={4}
      />
      <div role="alert">{problem !== undefined && <p className="problem">{problem}</p>}</div>
      <div className="dialog-actions">
        {shown !== undefined && (
          <button
            type="button"
            className="quiet-button danger"
            disabled={isPending}
            onClick={() => {
              change(remove);
            }}
          >
            Delete
          </button>
        )}
        <button type="submit" className="primary" disabled={isPending}>
          Save
        </button>
      </div>
    </form>
  );
}
