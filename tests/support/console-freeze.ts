import type { Page } from "playwright-core";

/** The cron of the hour that has begun, so many days from now, once a year, in UTC. */
export function cronIn(days: number): string {
  const then = new Date(Date.now() + days * 24 * 3_600_000);
  return `0 ${then.getUTCHours()} ${then.getUTCDate()} ${then.getUTCMonth() + 1} *`;
}

/** Makes a window on the page that lists them, open now for a day from the hour that has begun. */
export async function freezeNow(page: Page, name: string): Promise<void> {
  const dialog = page.getByRole("dialog");
  await page.getByRole("button", { name: "New freeze window" }).click();
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByLabel("Begins (cron)").fill(cronIn(0));
  await dialog.getByLabel("Lasts (minutes)").fill("1440");
  await dialog.getByLabel("Time zone").fill("UTC");
  await dialog.getByRole("button", { name: "Make freeze window" }).click();
  await dialog.waitFor({ state: "hidden" });
}
