/* SPDX-License-Identifier: MIT */
/* PKCS#12 files, bag by bag: how they are protected, and every certificate and key in their order.
 */
#include <stdio.h>
#include <string.h>

#include "phone-side/certificates/bundle_openssl.h"

/* The product of numbers from a file; more than a file may have comes as CDC43_CERT_ROUNDS + 1. */
static long multiply(long a, long b) {
    const long most = CDC43_CERT_ROUNDS + 1;

    if (a < 0 || b < 0 || (b != 0 && a > most / b)) {
        return most;
    }
    return a * b;
}

/* Which algorithm it is, and its parameters; NULL: they are no SEQUENCE. */
static int open_algorithm(const X509_ALGOR *algorithm, const ASN1_STRING **ret_parameters) {
    const ASN1_OBJECT *object = NULL;
    const void *value = NULL;
    int type = 0;

    X509_ALGOR_get0(&object, &type, &value, algorithm);
    *ret_parameters = type == V_ASN1_SEQUENCE ? value : NULL;
    return OBJ_obj2nid(object);
}

/* Of PBKDF2 the number of iterations, of scrypt the number of its blocks, which are as much work
 * each. 0: another function, which says none or is not known. */
static long rounds_of_function(const X509_ALGOR *function) {
    const ASN1_STRING *parameters = NULL;
    const int nid = open_algorithm(function, &parameters);
    PBKDF2PARAM *pbkdf2 = NULL;
    SCRYPT_PARAMS *scrypt = NULL;
    long rounds = 0;

    if (parameters != NULL && nid == NID_id_scrypt) {
        scrypt = ASN1_item_unpack(parameters, ASN1_ITEM_rptr(SCRYPT_PARAMS));
    } else if (parameters != NULL) {
        pbkdf2 = ASN1_item_unpack(parameters, ASN1_ITEM_rptr(PBKDF2PARAM));
    }
    if (pbkdf2 != NULL) {
        rounds = ASN1_INTEGER_get(pbkdf2->iter);
    } else if (scrypt != NULL) {
        rounds = multiply(
            multiply(ASN1_INTEGER_get(scrypt->costParameter), ASN1_INTEGER_get(scrypt->blockSize)),
            ASN1_INTEGER_get(scrypt->parallelizationParameter));
    }
    SCRYPT_PARAMS_free(scrypt);
    PBKDF2PARAM_free(pbkdf2);
    return rounds;
}

/* Rounds of the derivation of a key; 0: that algorithm says none. The parameters of PBMAC1 have the
 * form of those of PBES2. */
static long rounds_of(const X509_ALGOR *algorithm) {
    const ASN1_STRING *parameters = NULL;
    const int nid = open_algorithm(algorithm, &parameters);
    PBE2PARAM *modern = NULL;
    PBEPARAM *old = NULL;
    long rounds = 0;

    if (parameters == NULL) {
        return 0;
    }
    if (nid == NID_pbes2 || nid == NID_pbmac1) {
        modern = ASN1_item_unpack(parameters, ASN1_ITEM_rptr(PBE2PARAM));
        rounds = modern != NULL ? rounds_of_function(modern->keyfunc) : 0;
    } else {
        old = ASN1_item_unpack(parameters, ASN1_ITEM_rptr(PBEPARAM));
        rounds = old != NULL ? ASN1_INTEGER_get(old->iter) : 0;
    }
    PBE2PARAM_free(modern);
    PBEPARAM_free(old);
    return rounds;
}

/* A file must not keep us busy for hours. */
static bool is_too_slow(long rounds, struct cdc43_cert_file *file) {
    const bool slow = rounds < 0 || rounds > CDC43_CERT_ROUNDS - file->rounds;

    file->rounds += slow ? 0 : rounds;
    file->too_many_rounds = file->too_many_rounds || slow;
    return slow;
}

/* "PBE-SHA1-RC2-40", "aes-256-cbc". */
static void name_cipher(const X509_ALGOR *algorithm, char ret_text[CDC43_CERT_WORDS]) {
    const ASN1_STRING *parameters = NULL;
    int nid = open_algorithm(algorithm, &parameters);
    PBE2PARAM *modern = NULL;

    if (nid == NID_pbes2 && parameters != NULL) {
        modern = ASN1_item_unpack(parameters, ASN1_ITEM_rptr(PBE2PARAM));
    }
    if (modern != NULL) {
        nid = open_algorithm(modern->encryption, &parameters);
    }
    (void)snprintf(ret_text, CDC43_CERT_WORDS, "%s", OBJ_nid2sn(nid));
    PBE2PARAM_free(modern);
}

static EVP_PKEY *open_key(const PKCS12_SAFEBAG *bag, const char *password,
                          struct cdc43_cert_file *file) {
    PKCS8_PRIV_KEY_INFO *info = NULL;
    const X509_ALGOR *algorithm = NULL;
    EVP_PKEY *key = NULL;

    if (PKCS12_SAFEBAG_get_nid(bag) == NID_keyBag) {
        return EVP_PKCS82PKEY(PKCS12_SAFEBAG_get0_p8inf(bag));
    }
    X509_SIG_get0(PKCS12_SAFEBAG_get0_pkcs8(bag), &algorithm, NULL);
    name_cipher(algorithm, file->key_cipher);
    if (is_too_slow(rounds_of(algorithm), file)) {
        return NULL;
    }
    info = PKCS12_decrypt_skey(bag, password, -1);
    key = info != NULL ? EVP_PKCS82PKEY(info) : NULL;
    PKCS8_PRIV_KEY_INFO_free(info);
    return key;
}

static enum cdc43_cert_err add_bag(const PKCS12_SAFEBAG *bag, const char *password,
                                   struct cdc43_cert_file *file, struct cdc43_cert_bundle *bundle) {
    static const char label[] = "PKCS#12 key";
    const int kind = PKCS12_SAFEBAG_get_nid(bag);
    enum cdc43_cert_err err = CDC43_CERT_OK;
    EVP_PKEY *key = NULL;
    X509 *cert = NULL;

    file->blocks++;
    if (kind == NID_keyBag || kind == NID_pkcs8ShroudedKeyBag) {
        key = open_key(bag, password, file);
        file->opened = file->opened && key != NULL;
        err = cdc43_cert_add_key(key, label, sizeof label - 1, file, bundle);
        EVP_PKEY_free(key);
    } else if (kind == NID_certBag && PKCS12_SAFEBAG_get_bag_nid(bag) == NID_x509Certificate) {
        cert = PKCS12_SAFEBAG_get1_cert(bag);
        if (cert == NULL) {
            file->damaged = file->damaged == 0 ? file->blocks : file->damaged;
        } else {
            err = cdc43_cert_add(cert, file, bundle);
        }
        X509_free(cert);
    } else if (file->strange == 0) {
        file->strange = file->blocks;
        (void)snprintf(file->label, sizeof file->label, "%s", OBJ_nid2sn(kind));
    }
    return err;
}

/* One of the file's safes. False: it cannot be decrypted. */
static bool add_safe(PKCS7 *safe, const char *password, struct cdc43_cert_file *file,
                     struct cdc43_cert_bundle *bundle, enum cdc43_cert_err *ret_err) {
    STACK_OF(PKCS12_SAFEBAG) *bags = NULL;

    if (PKCS7_type_is_data(safe)) {
        bags = PKCS12_unpack_p7data(safe);
    } else if (PKCS7_type_is_encrypted(safe)) {
        name_cipher(safe->d.encrypted->enc_data->algorithm, file->cert_cipher);
        bags = is_too_slow(rounds_of(safe->d.encrypted->enc_data->algorithm), file)
                   ? NULL
                   : PKCS12_unpack_p7encdata(safe, password, -1);
    }
    for (int i = 0; i < sk_PKCS12_SAFEBAG_num(bags) && *ret_err == CDC43_CERT_OK; i++) {
        *ret_err = add_bag(sk_PKCS12_SAFEBAG_value(bags, i), password, file, bundle);
    }
    sk_PKCS12_SAFEBAG_pop_free(bags, PKCS12_SAFEBAG_free);
    return bags != NULL;
}

/* Names the MAC, and finds out whether it can be checked in time. */
static bool look_at_mac(const PKCS12 *p12, struct cdc43_cert_file *file) {
    const X509_ALGOR *algorithm = NULL;
    const ASN1_OBJECT *object = NULL;
    const ASN1_INTEGER *rounds = NULL;

    PKCS12_get0_mac(NULL, &algorithm, NULL, &rounds, p12);
    if (algorithm != NULL) {
        X509_ALGOR_get0(&object, NULL, NULL, algorithm);
        (void)snprintf(file->mac, sizeof file->mac, "%s", OBJ_nid2sn(OBJ_obj2nid(object)));
    }
    return rounds == NULL || !(is_too_slow(ASN1_INTEGER_get(rounds), file) ||
                               is_too_slow(rounds_of(algorithm), file));
}

enum cdc43_cert_err cdc43_cert_add_p12(struct cdc43_cert_reader *reader, PKCS12 *p12,
                                       const char *password, struct cdc43_cert_file *file,
                                       struct cdc43_cert_bundle *bundle) {
    /* OpenSSL 3.0 decrypts keys in the default context of the thread. */
    OSSL_LIB_CTX *const before = OSSL_LIB_CTX_set0_default(reader->crypto->context);
    STACK_OF(PKCS7) *const safes = PKCS12_unpack_authsafes(p12);
    enum cdc43_cert_err err = CDC43_CERT_OK;

    file->form = CDC43_CERT_PKCS12;
    file->has_mac = PKCS12_mac_present(p12) == 1;
    file->opened = look_at_mac(p12, file) && safes != NULL &&
                   (!file->has_mac || PKCS12_verify_mac(p12, password, -1) == 1);
    for (int i = 0; i < sk_PKCS7_num(safes) && err == CDC43_CERT_OK; i++) {
        if (file->opened || PKCS7_type_is_encrypted(sk_PKCS7_value(safes, i))) {
            const bool opened = add_safe(sk_PKCS7_value(safes, i), file->opened ? password : NULL,
                                         file, bundle, &err);
            file->opened = file->opened && opened;
        }
    }
    sk_PKCS7_pop_free(safes, PKCS7_free);
    (void)OSSL_LIB_CTX_set0_default(before);
    ERR_clear_error();
    return err;
}
