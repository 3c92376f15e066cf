import type { NextConfig } from "next";

const config: NextConfig = {
  poweredByHeader: false,
  // No page shows an image that is made smaller; else anybody could have this process read and scale what it serves.
  images: { unoptimized: true },
  // Every reader gets a page with its title. Streamed after it, a title is missing for a moment whenever a live page renews itself.
  htmlLimitedBots: /./,
  // `npm run check` checks types, tests included; a start need not.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: ["@libsql/client", "@libsql/hrana-client", "@libsql/isomorphic-ws", "libsql"],
};

export default config;
