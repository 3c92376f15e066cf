interface Event {
  at: number;
  order: number;
  happen: (now: number) => void;
}

const isBefore = (a: Event, b: Event): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);

/** What is to happen when, as a binary heap: each event happens once, the earliest first, and of the same time in the order they were added. */
export class EventQueue {
  private readonly heap: Event[] = [];
  private added = 0;

  add(at: number, happen: (now: number) => void): void {
    const event = { at, order: this.added++, happen };
    let hole = this.heap.length;
    for (let above = (hole - 1) >> 1; hole > 0; above = (hole - 1) >> 1) {
      const parent = this.heap[above];
      if (!parent || !isBefore(event, parent)) break;
      this.heap[hole] = parent;
      hole = above;
    }
    this.heap[hole] = event;
  }

  /** Lets all happen that is due until then, what is added meanwhile too. */
  runUntil(end: number): void {
    for (let [first] = this.heap; first && first.at <= end; [first] = this.heap) {
      this.removeFirst();
      first.happen(first.at);
    }
  }

  private removeFirst(): void {
    const last = this.heap.pop();
    if (!last || this.heap.length === 0) return;
    let hole = 0;
    for (;;) {
      const left = 2 * hole + 1;
      const [a, b] = [this.heap[left], this.heap[left + 1]];
      const [child, at] = b && a && isBefore(b, a) ? [b, left + 1] : [a, left];
      if (!child || isBefore(last, child)) break;
      this.heap[hole] = child;
      hole = at;
    }
    this.heap[hole] = last;
  }
}
