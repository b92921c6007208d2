/** An attribute for controls that the arrow keys move: on elements around them it would be too late, and JupyterLab would take them for its own shortcuts. */
export const OWN_KEYS = 'data-lm-suppress-shortcuts="true"';
