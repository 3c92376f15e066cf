import type { Metadata } from "next";
import { cookies } from "next/headers";
import type { ReactNode } from "react";
import "./globals.css";
import { themeIn } from "./theme-cookie";

export const metadata: Metadata = { title: { default: "Signalbox", template: "%s · Signalbox" }, description: "Runtime manager for Kong Gateway" };

export default async function RootLayout({ children }: { children: ReactNode }) {
  // The theme is in a cookie, so that the first paint is right and no inline script is needed. Absent: as the system has it.
  const theme = themeIn(await cookies());
  return (
    <html lang="en" className={theme === "dark" || theme === "light" ? theme : undefined}>
      <body className="font-sans antialiased">{children}</body>
    </html>
  );
}
