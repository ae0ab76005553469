/**
 * Questions for the GPU of a machine whose answer is an error where there is none.
 * Source: NVIDIA Container Toolkit user guide (the driver and its tools come into a container when it starts), documentation of `torch.cuda` in
 * PyTorch 2 and of `tf.config` in TensorFlow 2 (read 2026-11).
 */

/** Programs that come with the driver, not with the image. */
export const driverPrograms: ReadonlySet<string> = new Set(["nvidia-smi", "nvidia-debugdump"]);

/** Pieces of Python that end the program, or decide its status, for want of a GPU; the first group is what asks. */
export const pythonQueries: readonly RegExp[] = [
  /\bassert\s+(torch\.cuda\.(?:is_available|device_count)\(\))(?!\s*(?:or\b|==|is\b|<))/,
  /\bassert\s+(?:len\()?((?:tf|tensorflow)\.(?:config\.(?:experimental\.)?list_physical_devices|test\.is_gpu_available)\()/,
  /\bexit\((?:0\s+if|not)\s+(torch\.cuda\.is_available\(\))/,
  /^(?!.*is_available).*(torch\.cuda\.(?:current_device|get_device_(?:capability|name|properties))\()/s,
];

/** Images for boards whose builders give every step the GPU (NVIDIA Jetson: `default-runtime` in the settings of Docker). */
export const boardImages = /(?:^|[/:_-])(?:l4t|jetson|jetpack)/i;
