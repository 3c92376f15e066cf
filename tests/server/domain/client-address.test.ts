import { expect, it } from "vitest";
import { clientAddress, isLoopback } from "@/server/domain/client-address";

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

it("this very machine is known by its own names and addresses, and by no name that begins like one", () => {
  expect(["localhost", "127.0.0.1", "127.8.9.10", "[::1]"].map(isLoopback)).toEqual([true, true, true, true]);
  expect(["localhost.evil.example", "127.0.0.1.evil.example", "10.0.0.1", "0.0.0.0", "[::2]"].some(isLoopback)).toBe(false);
});
