// Places of a list that are known to be filled: said by an error rather than by "!".

/** What a list holds at a place. Errors: RangeError when the list is shorter. */
export function itemAt<T>(list: readonly T[], place: number): T {
  if (place < 0 || place >= list.length)
    throw new RangeError(`no item at ${place} of ${list.length}`);
  return list[place] as T;
}

/** The last item of a list. Errors: RangeError when it is empty. */
export function lastOf<T>(list: readonly T[]): T {
  return itemAt(list, list.length - 1);
}
