import type { RolloutFacts } from "../standing";
import type { EventQueue } from "./event-queue";
import { type Random, between, randomUuid } from "./random";
import type { Expected, SimulatedGroup } from "./simulated-group";
import { BEHAVIOURS, type Behaviour, type SimulationOptions } from "./simulation-options";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
/** A poll is held for so long, and the next one follows at once. */
const HELD = 50 * SECOND;
/** Until then, those that are late have enrolled. */
const EARLY_HOURS = 180 * MINUTE;
const DAY = 1440 * MINUTE;
const ZONES = ["a", "b", "c"];

/** What the nodes of one simulation share. */
export interface Surroundings {
  queue: EventQueue;
  group: SimulatedGroup;
  startedAt: number;
  /** Told of each config version that is offered, before it is taken. */
  onOffer: (facts: RolloutFacts, expected: Expected) => void;
}

const isBehaviour = (name: string): name is Behaviour => name in BEHAVIOURS;

/** The behaviours that a node has. Each is drawn, so that a seed's fleet has the same others when one share changes. */
const drawBehaviours = (options: SimulationOptions, random: Random): Set<Behaviour> =>
  new Set(
    Object.keys(BEHAVIOURS)
      .filter(isBehaviour)
      .filter((each) => random() < options[each]),
  );

/**
 * A simulated node, and what Signalbox knows of it. A poll that changes nothing is not played: when such a one was last
 * heard of follows from when it came up.
 */
export class SimulatedNode {
  readonly behaviours: ReadonlySet<Behaviour>;
  isEnrolled = false;
  private readonly known: RolloutFacts;
  private upSince: number | null = null;
  /** What the node itself remembers to have refused. */
  private refusedEtag: string | null = null;
  private takes: string | null = null;
  /** Counts the lives of its disk and process: what an earlier one began, nobody ends. */
  private life = 0;

  constructor(
    index: number,
    options: SimulationOptions,
    private readonly random: Random,
    private readonly around: Surroundings,
  ) {
    this.behaviours = drawBehaviours(options, random);
    this.known = {
      id: randomUuid(random),
      labels: { zone: ZONES[index % ZONES.length] ?? "", tier: index % 100 === 0 ? "canary" : "standard" },
      pinnedVersion: null,
      pausedVersion: null,
      isRevoked: false,
      firstSeenAt: around.startedAt,
      lastSeenAt: null,
      runningEtag: null,
      runningSince: null,
      rejectedEtag: null,
      rejectedAt: null,
      isReady: null,
      readyChangedAt: null,
    };
    this.plan();
  }

  /** What Signalbox knows of it now. */
  facts(now: number): RolloutFacts {
    if (this.upSince !== null) this.known.lastSeenAt = this.upSince + Math.floor((now - this.upSince) / HELD) * HELD;
    return this.known;
  }

  /** Whether its poll is to be answered: another config version is expected than it runs or has refused. */
  get isOutOfDate(): boolean {
    const { etag } = this.around.group.expectedOf(this.known);
    return this.upSince !== null && etag !== this.known.runningEtag && etag !== this.refusedEtag;
  }

  /** Its held poll is answered where it is out of date, unless it is just taking something. */
  hear(now: number): void {
    if (this.takes !== null || !this.isOutOfDate) return;
    const expected = this.around.group.expectedOf(this.known);
    this.takes = expected.etag;
    this.around.onOffer(this.facts(now), expected);
    const took = this.behaviours.has("slow") ? between(this.random, 2 * MINUTE, 20 * MINUTE) : between(this.random, SECOND, 10 * SECOND);
    this.later(now + took, (then) => this.take(expected.etag, then));
  }

  private plan(): void {
    const { startedAt, queue, group } = this.around;
    if (this.behaviours.has("late")) queue.add(startedAt + between(this.random, MINUTE, EARLY_HOURS), (now) => this.enroll(now));
    else {
      const since = startedAt - between(this.random, HELD, 1000 * MINUTE);
      const runsSince = { runningEtag: group.oldEtag, runningSince: since, isReady: true, readyChangedAt: since };
      Object.assign(this.known, { firstSeenAt: since, ...runsSince });
      this.isEnrolled = true;
      this.upSince = since;
    }
    if (!this.behaviours.has("reenroll")) return;
    queue.add(startedAt + between(this.random, MINUTE, DAY), (now) => this.loseDisk(now));
  }

  /** Something this life of the node does, unless it ends before. */
  private later(at: number, happen: (now: number) => void): void {
    const { life } = this;
    this.around.queue.add(at, (now) => {
      if (life === this.life) happen(now);
    });
  }

  /** It comes up with nothing; Signalbox knows it by its id, if it knew it before. */
  private enroll(now: number): void {
    if (!this.isEnrolled) this.known.firstSeenAt = now;
    this.isEnrolled = true;
    this.come(now);
    Object.assign(this.known, { runningEtag: null, runningSince: null });
    this.turn(false, now);
    this.hear(now);
  }

  private come(now: number): void {
    this.life += 1;
    this.upSince = now;
    this.takes = null;
  }

  private go(now: number): void {
    this.facts(now);
    this.life += 1;
    this.upSince = null;
    this.takes = null;
  }

  private loseDisk(now: number): void {
    if (this.upSince === null) return;
    this.go(now);
    this.refusedEtag = null;
    this.later(now + between(this.random, 20 * SECOND, 2 * MINUTE), (then) => this.enroll(then));
  }

  private take(etag: string, now: number): void {
    this.takes = null;
    const isNew = etag === this.around.group.newEtag;
    if (isNew && this.behaviours.has("reject")) {
      this.refusedEtag = etag;
      Object.assign(this.known, { rejectedEtag: etag, rejectedAt: now });
    } else {
      if (this.known.rejectedEtag === etag) Object.assign(this.known, { rejectedEtag: null, rejectedAt: null });
      this.run(etag, now);
      if (this.known.isReady !== true) this.later(now + 5 * SECOND, (then) => this.turn(true, then));
      if (isNew && this.behaviours.has("flap")) this.flap(now);
      if (isNew && this.behaviours.has("vanish")) this.later(now + between(this.random, MINUTE, 15 * MINUTE), (then) => this.vanish(then));
    }
    this.hear(now);
  }

  /** It turns not ready, and ready again, as long as it runs what is rolled out. */
  private flap(now: number): void {
    this.later(now + between(this.random, MINUTE, 20 * MINUTE), (unreadyAt) => {
      if (this.known.runningEtag !== this.around.group.newEtag) return;
      this.turn(false, unreadyAt);
      this.later(unreadyAt + between(this.random, 10 * SECOND, 5 * MINUTE), (readyAt) => {
        this.turn(true, readyAt);
        this.flap(readyAt);
      });
    });
  }

  private vanish(now: number): void {
    this.go(now);
    if (this.random() < 0.5) return;
    this.later(now + between(this.random, 10 * MINUTE, 120 * MINUTE), (then) => {
      this.come(then);
      this.hear(then);
    });
  }

  private run(etag: string, now: number): void {
    if (this.known.runningEtag !== etag) Object.assign(this.known, { runningEtag: etag, runningSince: now });
  }

  private turn(isReady: boolean, now: number): void {
    if (this.known.isReady !== isReady) Object.assign(this.known, { isReady, readyChangedAt: now });
  }
}
