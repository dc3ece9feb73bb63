/* What the files that build runtime objects share; the rest of elab_box.c's functions are in elab.h
 * and elab_scope.h. */
#ifndef HPC_BOX_H
#define HPC_BOX_H

#include "elab_scope.h"

/* A call of a runtime function whose one result is an object. */
air_id box_rt(elab *e, int row, const air_id *args, uint32_t count);

/* What the runtime row list_item_kind says of an item of this number type. */
int64_t box_item_kind(const ty *type);
/* exit(code), sys.exit(code): the handler of their rows. */
val py_exit(elab *e, const bi_call *call);

#endif
