import type { FormResult } from "@/app/_trpc/server";
import { Notice } from "@/app/_ui/controls";
import { paths } from "@/app/paths";

/** A refusal that belongs to no field; nothing where there is none. */
export function FormError({ result }: { result: FormResult | undefined }) {
  if (!result?.error) return null;
  return (
    <Notice tone="danger" role="alert">
      <p className="break-words">
        {result.error}{" "}
        {result.isSignedOut && (
          <>
            Nothing you typed is lost:{" "}
            <a className="text-accent underline" href={paths.login()} target="_blank">
              sign in in a new tab
            </a>
            , then come back and repeat.
          </>
        )}
      </p>
    </Notice>
  );
}
