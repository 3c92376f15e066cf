import { defineCloudflareConfig } from "@opennextjs/cloudflare";

// Every page reads a session, so there is nothing to keep in an incremental cache.
export default defineCloudflareConfig();
