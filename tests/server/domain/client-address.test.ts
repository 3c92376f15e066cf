import { expect, it } from "vitest";
import { clientAddress } from "@/server/domain/client-address";

it.each([
  ["no proxy: the header is a claim of the caller's", "10.0.0.1", "1.2.3.4", 0, "10.0.0.1"],
  ["one proxy: its own entry counts, not what was claimed before", "10.0.0.1", "1.2.3.4, 5.6.7.8", 1, "5.6.7.8"],
  ["two proxies", "10.0.0.1", "1.2.3.4, 5.6.7.8", 2, "1.2.3.4"],
  ["fewer entries than proxies", "10.0.0.1", "1.2.3.4", 2, "10.0.0.1"],
  ["no header", "10.0.0.1", undefined, 1, "10.0.0.1"],
  ["no peer", undefined, undefined, 0, "unknown"],
])("%s", (_, peer, header, proxies, address) => {
  expect(clientAddress(peer, header, proxies)).toBe(address);
});
