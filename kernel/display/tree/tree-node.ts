/** What colours a preview. */
export type PreviewKind = "plain" | "text" | "number" | "word" | "code" | "error";

/** A value as a tree that can be folded. */
export interface TreeNode {
  /** The property, index or key under which the parent holds it; null at the top. */
  readonly label: string | null;
  /** The value in a few words: all of it where there are no children. */
  readonly preview: string;
  readonly kind: PreviewKind;
  readonly children: readonly TreeNode[];
  /** How many children were left out. */
  readonly left: number;
}
