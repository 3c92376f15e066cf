"use client";
import { useState } from "react";

const THEMES = ["system", "light", "dark"] as const;
const YEAR_SECONDS = 365 * 24 * 3600;

/** Chooses the theme and keeps it in a cookie of this browser. */
export function ThemeSwitch({ initial }: { initial: string }) {
  const [theme, setTheme] = useState(initial);
  const choose = (next: string) => {
    setTheme(next);
    document.documentElement.classList.remove("light", "dark");
    if (next !== "system") document.documentElement.classList.add(next);
    document.cookie = `theme=${next}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
  };
  return (
    <label className="flex items-center gap-2">
      Theme
      <select value={theme} onChange={(event) => choose(event.target.value)} className="min-h-8 rounded-md border border-line bg-raised px-2">
        {THEMES.map((each) => <option key={each}>{each}</option>)}
      </select>
    </label>
  );
}
