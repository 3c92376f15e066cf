import { randomUUID } from "node:crypto";
import type { Entity, Rejection } from "./kong-emulator-errors";

/**
 * What becomes of `POST /config`. `413`: nginx finds the body too large; `map full`: LMDB has no room. The others are of a
 * document that was found good. `stuck`: the load lasts until another mode is set; who loads meanwhile gets 429.
 */
export type KongMode = "normal" | "413" | "map full" | "429" | "500" | "503" | "504" | "stuck";

export const zeroHash = "0".repeat(32);

/** One node: what it stores, and what a test wants of it. */
export class Node {
  stored: { document: Entity; entities: Map<string, Entity[]>; hash: string } | null = null;
  posts = 0;
  mode: KongMode = "normal";
  check: ((document: Entity) => Rejection | null) | null = null;
  isLoading = false;
  /** Ends a load that is stuck. */
  unstick: (() => void) | null = null;
  pid = 1000;
  constructor(
    private readonly fixedId: string | undefined,
    readonly lacks?: string,
  ) {}
  private ownId = randomUUID();
  get nodeId() {
    return this.fixedId ?? this.ownId;
  }
  get hash() {
    return this.stored?.hash ?? zeroHash;
  }
  /** Without KONG_NODE_ID the id is new at every start. */
  start() {
    this.ownId = randomUUID();
    this.pid += 10;
    this.isLoading = false;
  }
}
