import { lengthText, zonedText } from "@/server/domain/freeze/freeze-text";
import { FreezeWindowFields } from "@/server/domain/freeze/freeze-window";
import { nextOccurrences } from "@/server/domain/freeze/occurrences";

const Timing = FreezeWindowFields.pick({ cron: true, lengthMinutes: true, timeZone: true });
const SHOWN = 5;

/** The next times that a window would be open, while it is typed; until it can be read, what is missing. */
export function WindowPreview({ now, ...timing }: { cron: string; lengthMinutes: number; timeZone: string; now: number }) {
  const read = Timing.safeParse(timing);
  return (
    <section aria-label="Preview" aria-live="polite" className="rounded-md border border-line px-3 py-2">
      {read.success ? (
        <>
          <p className="font-medium">
            Open next, for {lengthText(read.data.lengthMinutes)} each, by the clock of {read.data.timeZone}:
          </p>
          <ol className="list-inside list-decimal tabular-nums">
            {nextOccurrences(read.data, now, SHOWN).map(({ from, to }) => (
              <li key={from}>
                {zonedText(from, timing.timeZone)} until {zonedText(to, timing.timeZone)}
              </li>
            ))}
          </ol>
        </>
      ) : (
        <p className="text-muted">The next times that it is open show here. {timing.cron.trim() === "" ? "" : read.error.issues[0]?.message}</p>
      )}
    </section>
  );
}
