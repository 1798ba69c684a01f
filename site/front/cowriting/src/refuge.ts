/** Where one stands when the block in which one writes leaves the page, and the way back. */
import type * as Y from "yjs";

import type { FieldView } from "./desk";
import { putBack, type Spot, spotNow } from "./place";

export class Refuge {
  private lost = "";
  private spot: Spot | null = null;
  private shelter: HTMLElement | null = null;
  private left = false;

  /** Call it before the block `id` leaves; `stays` tells the blocks that do not. */
  leaves(id: string, block: HTMLElement, stays: (id: string) => boolean, fields: Map<string, FieldView>): void {
    if (!block.contains(document.activeElement)) return;
    this.spot = { ...spotNow(fields), anchor: null };
    this.lost = id;
    this.left = true;
    this.shelter = nearest(block, stays);
  }

  /** Once blocks left: the focus is beside where one was. Returns the block that was lost. */
  take(): string {
    if (!this.left) return "";
    this.left = false;
    const { shelter } = this;
    if (!shelter) return this.lost;
    shelter.tabIndex = -1;
    shelter.focus({ preventScroll: true });
    const bar = document.querySelector(".desk-bar")?.getBoundingClientRect().bottom ?? 0;
    if (shelter.getBoundingClientRect().top < bar) shelter.scrollIntoView({ block: "start", behavior: "instant" });
    return this.lost;
  }

  /** Goes back into the block that was lost, unless one went elsewhere meanwhile. */
  comeBack(stands: (id: string) => boolean, fields: Map<string, FieldView>, doc: Y.Doc): void {
    if (!this.spot || this.left || !stands(this.lost)) return;
    if (document.activeElement === this.shelter || document.activeElement === document.body) putBack(this.spot, fields, doc);
    this.spot = null;
  }
}

function nearest(block: HTMLElement, stays: (id: string) => boolean): HTMLElement | null {
  for (const step of ["nextElementSibling", "previousElementSibling"] as const) {
    let near = block[step];
    while (near instanceof HTMLElement && !stays(near.dataset.block ?? "")) near = near[step];
    if (near instanceof HTMLElement) return near;
  }
  return block.parentElement;
}
