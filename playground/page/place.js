// Place keeps a reader's place in a list that scrolls. Somebody at the end stays at the
// end when messages come; for somebody further up, what they read stays where it is,
// also when the drawer opens or the window changes its size.

// Within this many pixels of the end somebody is at the end.
const near = 80;

export class Place {
  constructor(list) {
    this.list = list;
    this.atEnd = true;
    this.shown = false;
    this.reading = null; // {item, top}: what is at the top, and how far down
    this.shape = "";
    this.left = 0; // where the list was scrolled to last
    list.addEventListener("scroll", () => {
      // A scroll event after a change of layout is not the reader's, unless the list has
      // moved further than a change can move it, which is to its new end.
      const end = list.scrollHeight - list.clientHeight;
      const scrolled = this.shown && Math.abs(list.scrollTop - Math.min(this.left, end)) > 1;
      if (this.shape !== this.measure() && !scrolled) return this.keep();
      this.shape = this.measure();
      this.left = list.scrollTop;
      this.atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < near;
      this.reading = this.atEnd ? null : this.topmost();
    });
    list.addEventListener("load", () => this.keep(), true); // of pictures
    new ResizeObserver(() => this.keep()).observe(list);
    new MutationObserver(() => this.keep()).observe(list, { childList: true, characterData: true, subtree: true });
  }

  measure() { return [this.list.clientWidth, this.list.clientHeight, this.list.scrollHeight].join(); }

  topmost() {
    const { top } = this.list.getBoundingClientRect();
    const item = [...this.list.children].find((li) => li.getBoundingClientRect().bottom > top);
    return item && { id: item.dataset.id, item, top: item.getBoundingClientRect().top - top };
  }

  // keep brings the list back to where the person is.
  keep() {
    const { list } = this;
    this.shown = list.clientHeight > 0;
    if (!this.shown) return;
    if (this.atEnd) return this.toEnd();
    // A changed message has another node.
    const item = this.reading?.item.isConnected ? this.reading.item : list.querySelector(`[data-id="${CSS.escape(this.reading?.id ?? "")}"]`);
    if (item) list.scrollTop += item.getBoundingClientRect().top - list.getBoundingClientRect().top - this.reading.top;
    this.shape = this.measure();
    this.left = list.scrollTop;
  }

  // reveal brings an item into view, for somebody who has changed it: all of it, or its
  // end, where its buttons are, if it is higher than the list. With the last item comes
  // the room below it.
  reveal(item) {
    const buttons = item.querySelector(".row:last-of-type") ?? item;
    if (item === this.list.lastElementChild) {
      this.toEnd();
      buttons.scrollIntoView({ block: "nearest" });
      return;
    }
    const list = this.list.getBoundingClientRect();
    const { top, bottom } = item.getBoundingClientRect();
    const down = Math.max(0, bottom - list.bottom);
    const by = down > 0 ? down : Math.min(0, Math.max(top - list.top, bottom - list.bottom));
    if (by !== 0) {
      this.list.scrollTop += by;
      this.atEnd = this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight < 1;
      this.reading = this.atEnd ? null : this.topmost();
      this.shape = this.measure();
      this.left = this.list.scrollTop;
    }
    buttons.scrollIntoView({ block: "nearest" }); // where the page scrolls too
  }

  toEnd() {
    this.atEnd = true;
    this.reading = null;
    this.list.scrollTop = this.list.scrollHeight;
    this.shape = this.measure();
    this.left = this.list.scrollTop;
  }
}
