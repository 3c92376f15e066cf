"use client";
import { useEffect, useRef } from "react";

/** That the next page was led to by an act of this one, and not by a link: its title takes the focus, which the act's button cannot keep. */
let isLed = false;

export const leadOn = (): void => {
  isLed = true;
};

/** Within a page's title: takes the focus there for who was led to the page. */
export function Arrival() {
  const mark = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    if (!isLed) return;
    isLed = false;
    mark.current?.closest<HTMLElement>("[tabindex]")?.focus();
  }, []);
  return <span ref={mark} hidden />;
}
