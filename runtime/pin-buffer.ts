const transferMethods = ["transfer", "transferToFixedLength"].filter((name) => name in ArrayBuffer.prototype);

function refuseTransfer(): never {
  throw new TypeError(
    "The memory of a native array can't be moved to another ArrayBuffer: copy it with slice()",
  );
}

/** Memory that is freed with the buffer object must not move to another object, as newer JavaScript can. */
export function pinBuffer(buffer: ArrayBuffer): ArrayBuffer {
  for (const name of transferMethods) Object.defineProperty(buffer, name, { value: refuseTransfer });
  return buffer;
}
