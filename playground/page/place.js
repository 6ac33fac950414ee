// Where somebody is in a list that scrolls. Who reads the end stays at the end
// when something is added; who reads further up keeps what they read in its
// place. Neither the drawer nor a change of the window's size takes it away.

// So many pixels from the end are still the end.
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
      // Where the layout has moved things it was not the person who scrolled, unless
      // they did so just then: by itself a list goes no further than to its new end.
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
    // A message that has changed is another node.
    const item = this.reading?.item.isConnected ? this.reading.item : list.querySelector(`[data-id="${CSS.escape(this.reading?.id ?? "")}"]`);
    if (item) list.scrollTop += item.getBoundingClientRect().top - list.getBoundingClientRect().top - this.reading.top;
    this.shape = this.measure();
    this.left = list.scrollTop;
  }

  toEnd() {
    this.atEnd = true;
    this.reading = null;
    this.list.scrollTop = this.list.scrollHeight;
    this.shape = this.measure();
    this.left = this.list.scrollTop;
  }
}
