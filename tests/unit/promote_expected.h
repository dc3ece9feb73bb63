/* What NumPy 2.4.6 and Numba promote to: printed by tests/numpy/promotion_oracle.py. */
/* clang-format off */

/* by pair: two operands, result */
#define EXPECT_BINARY(X) \
    X("ADD MUL MIN MAX FMIN FMAX", \
      "???bbbBBBhhhHHHiiiIIIlllLLLeeefffdddFFFDDDllldddDDDbbbbbbhhhhhhiiiiiilllllldddeeefff" \
      "dddFFFDDDbbbdddDDDBBBhhhBBBhhhHHHiiiIIIlllLLLeeefffdddFFFDDDBBBdddDDDhhhhhhhhhhhhiii" \
      "iiilllllldddffffffdddFFFDDDhhhdddDDDHHHiiiHHHiiiHHHiiiIIIlllLLLffffffdddFFFDDDHHHddd" \
      "DDDiiiiiiiiiiiiiiiiiillllllddddddddddddDDDDDDiiidddDDDIIIlllIIIlllIIIlllIIIlllLLLddd" \
      "ddddddDDDDDDIIIdddDDDllllllllllllllllllllllllddddddddddddDDDDDDllldddDDDLLLdddLLLddd" \
      "LLLdddLLLdddLLLdddddddddDDDDDDLLLdddDDDeeeeeeeeeffffffddddddddddddeeefffdddFFFDDDeee" \
      "eeeFFFfffffffffffffffddddddddddddffffffdddFFFDDDffffffFFFddddddddddddddddddddddddddd" \
      "dddddddddDDDDDDddddddDDDFFFFFFFFFFFFFFFDDDDDDDDDDDDFFFFFFDDDFFFDDDFFFFFFFFFDDDDDDDDD" \
      "DDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDlllbbbBBBhhhHHHiiiIIIlllLLLeeefffdddFFFDDD" \
      "llldddDDDdddddddddddddddddddddddddddeeefffdddFFFDDDddddddDDDDDDDDDDDDDDDDDDDDDDDDDDD" \
      "DDDFFFFFFDDDFFFDDDDDDDDDDDD") \
    X("SUB", \
      "...bbbBBBhhhHHHiiiIIIlllLLLeeefffdddFFFDDDllldddDDDbbbbbbhhhhhhiiiiiilllllldddeeefff" \
      "dddFFFDDDbbbdddDDDBBBhhhBBBhhhHHHiiiIIIlllLLLeeefffdddFFFDDDBBBdddDDDhhhhhhhhhhhhiii" \
      "iiilllllldddffffffdddFFFDDDhhhdddDDDHHHiiiHHHiiiHHHiiiIIIlllLLLffffffdddFFFDDDHHHddd" \
      "DDDiiiiiiiiiiiiiiiiiillllllddddddddddddDDDDDDiiidddDDDIIIlllIIIlllIIIlllIIIlllLLLddd" \
      "ddddddDDDDDDIIIdddDDDllllllllllllllllllllllllddddddddddddDDDDDDllldddDDDLLLdddLLLddd" \
      "LLLdddLLLdddLLLdddddddddDDDDDDLLLdddDDDeeeeeeeeeffffffddddddddddddeeefffdddFFFDDDeee" \
      "eeeFFFfffffffffffffffddddddddddddffffffdddFFFDDDffffffFFFddddddddddddddddddddddddddd" \
      "dddddddddDDDDDDddddddDDDFFFFFFFFFFFFFFFDDDDDDDDDDDDFFFFFFDDDFFFDDDFFFFFFFFFDDDDDDDDD" \
      "DDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDlllbbbBBBhhhHHHiiiIIIlllLLLeeefffdddFFFDDD" \
      "llldddDDDdddddddddddddddddddddddddddeeefffdddFFFDDDddddddDDDDDDDDDDDDDDDDDDDDDDDDDDD" \
      "DDDFFFFFFDDDFFFDDDDDDDDDDDD") \
    X("DIV", \
      "dddddddddddddddddddddddddddeeefffdddFFFDDDddddddDDDdddddddddddddddddddddddddddeeefff" \
      "dddFFFDDDddddddDDDdddddddddddddddddddddddddddeeefffdddFFFDDDddddddDDDddddddddddddddd" \
      "ddddddddddddffffffdddFFFDDDddddddDDDdddddddddddddddddddddddddddffffffdddFFFDDDdddddd" \
      "DDDddddddddddddddddddddddddddddddddddddDDDDDDddddddDDDdddddddddddddddddddddddddddddd" \
      "ddddddDDDDDDddddddDDDddddddddddddddddddddddddddddddddddddDDDDDDddddddDDDdddddddddddd" \
      "ddddddddddddddddddddddddDDDDDDddddddDDDeeeeeeeeeffffffddddddddddddeeefffdddFFFDDDeee" \
      "eeeFFFfffffffffffffffddddddddddddffffffdddFFFDDDffffffFFFddddddddddddddddddddddddddd" \
      "dddddddddDDDDDDddddddDDDFFFFFFFFFFFFFFFDDDDDDDDDDDDFFFFFFDDDFFFDDDFFFFFFFFFDDDDDDDDD" \
      "DDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDdddddddddddddddddddddddddddeeefffdddFFFDDD" \
      "ddddddDDDdddddddddddddddddddddddddddeeefffdddFFFDDDddddddDDDDDDDDDDDDDDDDDDDDDDDDDDD" \
      "DDDFFFFFFDDDFFFDDDDDDDDDDDD") \
    X("FLOORDIV MOD FMOD", \
      "bbbbbbBBBhhhHHHiiiIIIlllLLLeeefffddd......lllddd...bbbbbbhhhhhhiiiiiilllllldddeeefff" \
      "ddd......bbbddd...BBBhhhBBBhhhHHHiiiIIIlllLLLeeefffddd......BBBddd...hhhhhhhhhhhhiii" \
      "iiilllllldddffffffddd......hhhddd...HHHiiiHHHiiiHHHiiiIIIlllLLLffffffddd......HHHddd" \
      "...iiiiiiiiiiiiiiiiiilllllldddddddddddd......iiiddd...IIIlllIIIlllIIIlllIIIlllLLLddd" \
      "dddddd......IIIddd...lllllllllllllllllllllllldddddddddddd......lllddd...LLLdddLLLddd" \
      "LLLdddLLLdddLLLddddddddd......LLLddd...eeeeeeeeeffffffddddddddddddeeefffddd......eee" \
      "eee...fffffffffffffffddddddddddddffffffddd......ffffff...ddddddddddddddddddddddddddd" \
      "ddddddddd......dddddd..............................................................." \
      "..........................................lllbbbBBBhhhHHHiiiIIIlllLLLeeefffddd......" \
      "lllddd...dddddddddddddddddddddddddddeeefffddd......dddddd..........................." \
      "...........................") \
    X("POW", \
      "bbbbbbBBBhhhHHHiiiIIIlllLLLeeefffdddFFFDDDllldddDDDbbbbbbhhhhhhiiiiiilllllldddeeefff" \
      "dddFFFDDDbbbdddDDDBBBhhhBBBhhhHHHiiiIIIlllLLLeeefffdddFFFDDDBBBdddDDDhhhhhhhhhhhhiii" \
      "iiilllllldddffffffdddFFFDDDhhhdddDDDHHHiiiHHHiiiHHHiiiIIIlllLLLffffffdddFFFDDDHHHddd" \
      "DDDiiiiiiiiiiiiiiiiiillllllddddddddddddDDDDDDiiidddDDDIIIlllIIIlllIIIlllIIIlllLLLddd" \
      "ddddddDDDDDDIIIdddDDDllllllllllllllllllllllllddddddddddddDDDDDDllldddDDDLLLdddLLLddd" \
      "LLLdddLLLdddLLLdddddddddDDDDDDLLLdddDDDeeeeeeeeeffffffddddddddddddeeefffdddFFFDDDeee" \
      "eeeFFFfffffffffffffffddddddddddddffffffdddFFFDDDffffffFFFddddddddddddddddddddddddddd" \
      "dddddddddDDDDDDddddddDDDFFFFFFFFFFFFFFFDDDDDDDDDDDDFFFFFFDDDFFFDDDFFFFFFFFFDDDDDDDDD" \
      "DDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDlllbbbBBBhhhHHHiiiIIIlllLLLeeefffdddFFFDDD" \
      "llldddDDDdddddddddddddddddddddddddddeeefffdddFFFDDDddddddDDDDDDDDDDDDDDDDDDDDDDDDDDD" \
      "DDDFFFFFFDDDFFFDDDDDDDDDDDD") \
    X("AND OR XOR", \
      "???bbbBBBhhhHHHiiiIIIlllLLL...............lll......bbbbbbhhhhhhiiiiiillllll........." \
      ".........bbb......BBBhhhBBBhhhHHHiiiIIIlllLLL...............BBB......hhhhhhhhhhhhiii" \
      "iiillllll..................hhh......HHHiiiHHHiiiHHHiiiIIIlllLLL...............HHH..." \
      "...iiiiiiiiiiiiiiiiiillllll..................iii......IIIlllIIIlllIIIlllIIIlllLLL..." \
      "............III......llllllllllllllllllllllll..................lll......LLL...LLL..." \
      "LLL...LLL...LLL...............LLL..................................................." \
      "...................................................................................." \
      "...................................................................................." \
      "..........................................lllbbbBBBhhhHHHiiiIIIlllLLL..............." \
      "lll................................................................................." \
      "...........................") \
    X("SHL SHR", \
      "bbbbbbBBBhhhHHHiiiIIIlllLLL...............lll......bbbbbbhhhhhhiiiiiillllll........." \
      ".........bbb......BBBhhhBBBhhhHHHiiiIIIlllLLL...............BBB......hhhhhhhhhhhhiii" \
      "iiillllll..................hhh......HHHiiiHHHiiiHHHiiiIIIlllLLL...............HHH..." \
      "...iiiiiiiiiiiiiiiiiillllll..................iii......IIIlllIIIlllIIIlllIIIlllLLL..." \
      "............III......llllllllllllllllllllllll..................lll......LLL...LLL..." \
      "LLL...LLL...LLL...............LLL..................................................." \
      "...................................................................................." \
      "...................................................................................." \
      "..........................................lllbbbBBBhhhHHHiiiIIIlllLLL..............." \
      "lll................................................................................." \
      "...........................") \
    X("EQ NE LT LE GT GE", \
      "???bb?BB?hh?HH?ii?II?ll?LL?ee?ff?dd?FF?DD?ll?dd?DD?bb?bb?hh?hh?ii?ii?ll?ll?lL?ee?ff?" \
      "dd?FF?DD?bb?dd?DD?BB?hh?BB?hh?HH?ii?II?ll?LL?ee?ff?dd?FF?DD?BB?dd?DD?hh?hh?hh?hh?ii?" \
      "ii?ll?ll?lL?ff?ff?dd?FF?DD?hh?dd?DD?HH?ii?HH?ii?HH?ii?II?ll?LL?ff?ff?dd?FF?DD?HH?dd?" \
      "DD?ii?ii?ii?ii?ii?ii?ll?ll?lL?dd?dd?dd?DD?DD?ii?dd?DD?II?ll?II?ll?II?ll?II?ll?LL?dd?" \
      "dd?dd?DD?DD?II?dd?DD?ll?ll?ll?ll?ll?ll?ll?ll?lL?dd?dd?dd?DD?DD?ll?dd?DD?LL?Ll?LL?Ll?" \
      "LL?Ll?LL?Ll?LL?dd?dd?dd?DD?DD?LL?dd?DD?ee?ee?ee?ff?ff?dd?dd?dd?dd?ee?ff?dd?FF?DD?ee?" \
      "ee?FF?ff?ff?ff?ff?ff?dd?dd?dd?dd?ff?ff?dd?FF?DD?ff?ff?FF?dd?dd?dd?dd?dd?dd?dd?dd?dd?" \
      "dd?dd?dd?DD?DD?dd?dd?DD?FF?FF?FF?FF?FF?DD?DD?DD?DD?FF?FF?DD?FF?DD?FF?FF?FF?DD?DD?DD?" \
      "DD?DD?DD?DD?DD?DD?DD?DD?DD?DD?DD?DD?DD?DD?ll?bb?BB?hh?HH?ii?II?ll?LL?ee?ff?dd?FF?DD?" \
      "OO?dd?DD?dd?dd?dd?dd?dd?dd?dd?dd?dd?ee?ff?dd?FF?DD?dd?dd?DD?DD?DD?DD?DD?DD?DD?DD?DD?" \
      "DD?FF?FF?DD?FF?DD?DD?DD?DD?") \
    X("COPYSIGN ATAN2 HYPOT NEXTAFTER", \
      "eeeeeeeeeffffffddddddddddddeeefffddd......dddddd...eeeeeeeeeffffffddddddddddddeeefff" \
      "ddd......eeeddd...eeeeeeeeeffffffddddddddddddeeefffddd......eeeddd...fffffffffffffff" \
      "ddddddddddddffffffddd......fffddd...fffffffffffffffddddddddddddffffffddd......fffddd" \
      "...dddddddddddddddddddddddddddddddddddd......dddddd...dddddddddddddddddddddddddddddd" \
      "dddddd......dddddd...dddddddddddddddddddddddddddddddddddd......dddddd...dddddddddddd" \
      "dddddddddddddddddddddddd......dddddd...eeeeeeeeeffffffddddddddddddeeefffddd......eee" \
      "eee...fffffffffffffffddddddddddddffffffddd......ffffff...ddddddddddddddddddddddddddd" \
      "ddddddddd......dddddd..............................................................." \
      "..........................................dddeeeeeeffffffddddddddddddeeefffddd......" \
      "dddddd...dddddddddddddddddddddddddddeeefffddd......dddddd..........................." \
      "...........................") \
    X("LDEXP", \
      "eieeieeieeieeieeieeleele..................ele......eieeieeieeieeieeieeleele........." \
      ".........eie......eieeieeieeieeieeieeleele..................eie......fiffiffiffiffif" \
      "fifflfflf..................fif......fiffiffiffiffiffifflfflf..................fif..." \
      "...diddiddiddiddiddiddlddld..................did......diddiddiddiddiddiddlddld......" \
      "............did......diddiddiddiddiddiddlddld..................did......diddiddiddid" \
      "diddiddlddld..................did......eieeieeieeieeieeieeleele..................eie" \
      "......fiffiffiffiffiffifflfflf..................fif......diddiddiddiddiddiddlddld..." \
      "...............did.................................................................." \
      "..........................................dideieeieeieeieeieeleele.................." \
      "dld......diddiddiddiddiddiddlddld..................dld.............................." \
      "...........................")

/* by type: operand, result */
#define EXPECT_UNARY(X) \
    X("NEG POS SIGN", \
      "..bbBBhhHHiiIIllLLeeffddFFDDllddDD") \
    X("ABS", \
      "??bbBBhhHHiiIIllLLeeffddFfDdllddDd") \
    X("INVERT", \
      "??bbBBhhHHiiIIllLL..........ll....") \
    X("SQRT RINT EXP EXP2 EXPM1 LOG LOG2 LOG10 LOG1P SIN COS TAN ASIN ACOS ATAN SINH COSH TANH ASINH ACOSH ATANH", \
      "eeeeeeffffddddddddeeffddFFDDddddDD") \
    X("FLOOR CEIL TRUNC", \
      "??bbBBhhHHiiIIllLLeeffdd....lldd..") \
    X("SIGNBIT", \
      "e?e?e?f?f?d?d?d?d?e?f?d?....d?d?..") \
    X("ISNAN ISINF ISFINITE", \
      "??b?B?h?H?i?I?l?L?e?f?d?F?D?l?d?D?") \
    X("CONJ", \
      "bbbbBBhhHHiiIIllLLeeffddFFDDllddDD") \
    X("CBRT", \
      "eeeeeeffffddddddddeeffdd....dddd..")

/* by pair: 1 where the first can be cast to the second */
#define EXPECT_CASTS(X) \
    X("s", \
      "111111111111110101010101111100111111111111000101010011110000111110111100000101000101" \
      "000000111001010000000100010100000000100101000000000111110000000000111100000000000101" \
      "0000000000001100000000000001") \
    X("k", \
      "111111111111110101010101111101111111111111010101010111110111111111111101010101011111" \
      "011111111111110101010101111101111111111111000000000111110000000001111100000000011111" \
      "0000000000001100000000000011")

/* by pair: np.result_type */
#define EXPECT_RESULT(X) \
    X("result", \
      "?bBhHiIlLefdFDldDbbhhiilldefdFDbdDBhBhHiIlLefdFDBdDhhhhiilldffdFDhdDHiHiHiIlLffdFDHd" \
      "DiiiiiillddddDDidDIlIlIlIlLdddDDIdDllllllllddddDDldDLdLdLdLdLdddDDLdDeeeffddddefdFDe" \
      "eFfffffddddffdFDffFddddddddddddDDddDFFFFFDDDDFFDFDFFFDDDDDDDDDDDDDDDDDlbBhHiIlLefdFD" \
      "ldDdddddddddefdFDddDDDDDDDDDDFFDFDDDD")

/* by pair, without float16: the result */
#define EXPECT_NUMBA_SCALARS(X) \
    X("ADD SUB MUL", \
      "lllllllllfdFDlllllllllfdFDllLlLlLlLfdFDlllllllllfdFDllLlLlLlLddDDlllllllllddDDllLlLl" \
      "LlLddDDlllllllllddDDllLlLlLlLddDDffffdddddfdFDdddddddddddDDFFFFDDDDDFDFDDDDDDDDDDDDD" \
      "D") \
    X("DIV", \
      "dddddddddfdFDdddddddddfdFDdddddddddfdFDdddddddddfdFDdddddddddddDDdddddddddddDDdddddd" \
      "dddddDDdddddddddddDDdddddddddddDDffffdddddfdFDdddddddddddDDFFFFDDDDDFDFDDDDDDDDDDDDD" \
      "D") \
    X("FLOORDIV MOD", \
      "lllllllllfd..lllllllllfd..llLlLlLlLfd..lllllllllfd..llLlLlLlLdd..llllllllldd..llLlLl" \
      "LlLdd..llllllllldd..llLlLlLlLdd..ffffdddddfd..ddddddddddd..........................." \
      ".") \
    X("POW", \
      "lllllflllfdFDlllllllllfdFDllLlLlLlLfdFDlllllllllfdFDllLlLlLlLddDDlllllllllddDDllLlLl" \
      "LlLddDDlllllllllddDDllLlLlLlLddDDffffffffffdFDdddddddddddDDFFFFDDDDDFDFDDDDDDDDDDDDD" \
      "D") \
    X("AND OR XOR", \
      "?llllllll....lllllllll....llLlLlLlL....lllllllll....llLlLlLlL....lllllllll....llLlLl" \
      "LlL....lllllllll....llLlLlLlL......................................................." \
      ".") \
    X("SHL SHR", \
      "lllllllll....lllllllll....LLLLLLLLL....lllllllll....LLLLLLLLL....lllllllll....LLLLLL" \
      "LLL....lllllllll....LLLLLLLLL......................................................." \
      ".") \
    X("LT", \
      "???????????..???????????..???????????..???????????..???????????..???????????..??????" \
      "?????..???????????..???????????..???????????..???????????..........................." \
      ".") \
    X("EQ", \
      "????????????????????????????????????????????????????????????????????????????????????" \
      "????????????????????????????????????????????????????????????????????????????????????" \
      "?")

/* by pair, without float16: two operands, result */
#define EXPECT_NUMBA_ARRAYS(X) \
    X("ADD MUL MIN MAX FMIN FMAX", \
      "???bbbBBBhhhHHHiiiIIIlllLLLfffdddFFFDDDbbbbbbhhhhhhiiiiiilllllldddfffdddFFFDDDBBBhhh" \
      "BBBhhhHHHiiiIIIlllLLLfffdddFFFDDDhhhhhhhhhhhhiiiiiilllllldddfffdddFFFDDDHHHiiiHHHiii" \
      "HHHiiiIIIlllLLLfffdddFFFDDDiiiiiiiiiiiiiiiiiilllllldddfffdddFFFDDDIIIlllIIIlllIIIlll" \
      "IIIlllLLLfffdddFFFDDDlllllllllllllllllllllllldddfffdddFFFDDDLLLdddLLLdddLLLdddLLLddd" \
      "LLLfffdddFFFDDDffffffffffffffffffffffffffffffdddFFFDDDdddddddddddddddddddddddddddddd" \
      "dddDDDDDDFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFDDDFFFDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDD" \
      "DDD") \
    X("SUB POW", \
      "bbbbbbBBBhhhHHHiiiIIIlllLLLfffdddFFFDDDbbbbbbhhhhhhiiiiiilllllldddfffdddFFFDDDBBBhhh" \
      "BBBhhhHHHiiiIIIlllLLLfffdddFFFDDDhhhhhhhhhhhhiiiiiilllllldddfffdddFFFDDDHHHiiiHHHiii" \
      "HHHiiiIIIlllLLLfffdddFFFDDDiiiiiiiiiiiiiiiiiilllllldddfffdddFFFDDDIIIlllIIIlllIIIlll" \
      "IIIlllLLLfffdddFFFDDDlllllllllllllllllllllllldddfffdddFFFDDDLLLdddLLLdddLLLdddLLLddd" \
      "LLLfffdddFFFDDDffffffffffffffffffffffffffffffdddFFFDDDdddddddddddddddddddddddddddddd" \
      "dddDDDDDDFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFDDDFFFDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDD" \
      "DDD") \
    X("DIV", \
      "fffffffffffffffddddddddddddfffdddFFFDDDfffffffffffffffddddddddddddfffdddFFFDDDffffff" \
      "fffffffffddddddddddddfffdddFFFDDDfffffffffffffffddddddddddddfffdddFFFDDDffffffffffff" \
      "fffddddddddddddfffdddFFFDDDdddddddddddddddddddddddddddfffdddFFFDDDdddddddddddddddddd" \
      "dddddddddfffdddFFFDDDdddddddddddddddddddddddddddfffdddFFFDDDdddddddddddddddddddddddd" \
      "dddfffdddFFFDDDffffffffffffffffffffffffffffffdddFFFDDDdddddddddddddddddddddddddddddd" \
      "dddDDDDDDFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFDDDFFFDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDD" \
      "DDD") \
    X("FLOORDIV MOD FMOD", \
      "bbbbbbBBBhhhHHHiiiIIIlllLLLfffddd......bbbbbbhhhhhhiiiiiilllllldddfffddd......BBBhhh" \
      "BBBhhhHHHiiiIIIlllLLLfffddd......hhhhhhhhhhhhiiiiiilllllldddfffddd......HHHiiiHHHiii" \
      "HHHiiiIIIlllLLLfffddd......iiiiiiiiiiiiiiiiiilllllldddfffddd......IIIlllIIIlllIIIlll" \
      "IIIlllLLLfffddd......lllllllllllllllllllllllldddfffddd......LLLdddLLLdddLLLdddLLLddd" \
      "LLLfffddd......ffffffffffffffffffffffffffffffddd......dddddddddddddddddddddddddddddd" \
      "ddd................................................................................." \
      "...") \
    X("AND OR XOR", \
      "???bbbBBBhhhHHHiiiIIIlllLLL............bbbbbbhhhhhhiiiiiillllll...............BBBhhh" \
      "BBBhhhHHHiiiIIIlllLLL............hhhhhhhhhhhhiiiiiillllll...............HHHiiiHHHiii" \
      "HHHiiiIIIlllLLL............iiiiiiiiiiiiiiiiiillllll...............IIIlllIIIlllIIIlll" \
      "IIIlllLLL............llllllllllllllllllllllll...............LLL...LLL...LLL...LLL..." \
      "LLL................................................................................." \
      "...................................................................................." \
      "...") \
    X("SHL SHR", \
      "bbbbbbBBBhhhHHHiiiIIIlllLLL............bbbbbbhhhhhhiiiiiillllll...............BBBhhh" \
      "BBBhhhHHHiiiIIIlllLLL............hhhhhhhhhhhhiiiiiillllll...............HHHiiiHHHiii" \
      "HHHiiiIIIlllLLL............iiiiiiiiiiiiiiiiiillllll...............IIIlllIIIlllIIIlll" \
      "IIIlllLLL............llllllllllllllllllllllll...............LLL...LLL...LLL...LLL..." \
      "LLL................................................................................." \
      "...................................................................................." \
      "...") \
    X("EQ NE LT LE GT GE", \
      "???bb?BB?hh?HH?ii?II?ll?LL?ff?dd?FF?DD?bb?bb?hh?hh?ii?ii?ll?ll?lL?ff?dd?FF?DD?BB?hh?" \
      "BB?hh?HH?ii?II?ll?LL?ff?dd?FF?DD?hh?hh?hh?hh?ii?ii?ll?ll?lL?ff?dd?FF?DD?HH?ii?HH?ii?" \
      "HH?ii?II?ll?LL?ff?dd?FF?DD?ii?ii?ii?ii?ii?ii?ll?ll?lL?ff?dd?FF?DD?II?ll?II?ll?II?ll?" \
      "II?ll?LL?ff?dd?FF?DD?ll?ll?ll?ll?ll?ll?ll?ll?lL?ff?dd?FF?DD?LL?Ll?LL?Ll?LL?Ll?LL?Ll?" \
      "LL?ff?dd?FF?DD?ff?ff?ff?ff?ff?ff?ff?ff?ff?ff?dd?FF?DD?dd?dd?dd?dd?dd?dd?dd?dd?dd?dd?" \
      "dd?DD?DD?FF?FF?FF?FF?FF?FF?FF?FF?FF?FF?DD?FF?DD?DD?DD?DD?DD?DD?DD?DD?DD?DD?DD?DD?DD?" \
      "DD?") \
    X("COPYSIGN ATAN2 HYPOT NEXTAFTER", \
      "fffffffffffffffddddddddddddfffddd......fffffffffffffffddddddddddddfffddd......ffffff" \
      "fffffffffddddddddddddfffddd......fffffffffffffffddddddddddddfffddd......ffffffffffff" \
      "fffddddddddddddfffddd......dddddddddddddddddddddddddddfffddd......dddddddddddddddddd" \
      "dddddddddfffddd......dddddddddddddddddddddddddddfffddd......dddddddddddddddddddddddd" \
      "dddfffddd......ffffffffffffffffffffffffffffffddd......dddddddddddddddddddddddddddddd" \
      "ddd................................................................................." \
      "...")
