/** Adds `item` to the list under `key`; in place, since lists of whole programs grow long. */
export function appendToList<Key, Item>(lists: Map<Key, Item[]>, key: Key, item: Item): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [item]);
  else list.push(item);
}
