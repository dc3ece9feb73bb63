# expect: [[0 1 2]
# expect:  [3 4 5]]
import image
import numpy as np
a = np.arange(6, dtype=np.uint8).reshape(2, 3)
image.write("files_images.png", a)
b: "uint8[:, :]" = image.read("files_images.png")
print(b)
