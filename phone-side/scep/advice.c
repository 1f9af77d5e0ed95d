/* SPDX-License-Identifier: MIT */
/* What a person can do about a status. */
#include "phone-side/scep/lifecycle.h"

static const char *advise_about_fault(enum cdc43_scep_err err) {
    switch (err) {
    case CDC43_SCEP_OK:
        break;
    case CDC43_SCEP_ERR_SERVER:
    case CDC43_SCEP_ERR_FINGERPRINT_SIZE:
    case CDC43_SCEP_ERR_COMMON_NAME:
        return "mend the parameters on the DHCP server or in cfg.xml, then reset the phone";
    case CDC43_SCEP_ERR_NO_SIGNER:
        return "give the manufacturing certificate and its key, or ask for a new certificate";
    case CDC43_SCEP_ERR_KEY_SIZE:
        return "choose another size of the key";
    case CDC43_SCEP_ERR_FIPS_UNAVAILABLE:
        return "install OpenSSL's FIPS provider, or switch FIPS Mode off in option 43";
    case CDC43_SCEP_ERR_LEGACY_UNAVAILABLE:
        return "install OpenSSL's legacy provider, or let the CA answer with AES and SHA-256";
    case CDC43_SCEP_ERR_LEGACY_IN_FIPS:
        return "switch FIPS Mode off, or let the CA answer with AES and SHA-256";
    case CDC43_SCEP_ERR_LIBRARY:
    case CDC43_SCEP_ERR_MEMORY:
        return "look at the detail; this is a fault of the phone, not of the CA";
    case CDC43_SCEP_ERR_UNREACHABLE:
    case CDC43_SCEP_ERR_TIMEOUT:
        return "check the network, the address in Server, and whether the CA server runs";
    case CDC43_SCEP_ERR_HTTP:
    case CDC43_SCEP_ERR_REDIRECT:
        return "put the URL that the CA's documentation names, with its path, into Server";
    case CDC43_SCEP_ERR_NOT_HTTP:
        return "check the port in Server: the CA's SCEP is to be reached by http, not by https";
    case CDC43_SCEP_ERR_STOPPED:
        return "nothing: the phone asks again";
    case CDC43_SCEP_ERR_ANSWER_TOO_LONG:
    case CDC43_SCEP_ERR_CUT_SHORT:
    case CDC43_SCEP_ERR_CA_ANSWER:
    case CDC43_SCEP_ERR_CA_TOO_MANY:
        return "check that Server names a SCEP server and nothing changes answers on the way";
    case CDC43_SCEP_ERR_FINGERPRINT_MISMATCH:
        return "compare Root CA Fingerprint with that of the root CA; if it is right, somebody "
               "else answers";
    case CDC43_SCEP_ERR_FINGERPRINT_NOT_ROOT:
        return "put the fingerprint of the root CA, not that of an intermediate CA, into option 43";
    case CDC43_SCEP_ERR_CA_CHAIN:
        return "let the CA server send all its certificates up to the root";
    case CDC43_SCEP_ERR_CA_EXPIRED:
        return "set the phone's clock if it is wrong; otherwise the CA needs a new certificate";
    case CDC43_SCEP_ERR_CA_NOT_YET_VALID:
    case CDC43_SCEP_ERR_ISSUED_NOT_YET_VALID:
        return "set the phone's clock";
    case CDC43_SCEP_ERR_CA_WEAK:
        return "the CA needs keys of 2048 bits and SHA-256; --allow-legacy takes 1024 and SHA-1";
    case CDC43_SCEP_ERR_NEXT_CA_UNSUPPORTED:
    case CDC43_SCEP_ERR_NEXT_CA_SAME:
        return "nothing: this CA has no such list";
    case CDC43_SCEP_ERR_NEXT_CA_ROOT:
        return "let the CA server announce its next root CA, and one only";
    case CDC43_SCEP_ERR_REPLY_FORMAT:
    case CDC43_SCEP_ERR_REPLY_SIGNATURE:
    case CDC43_SCEP_ERR_REPLY_ATTRIBUTES:
    case CDC43_SCEP_ERR_REPLY_TYPE:
    case CDC43_SCEP_ERR_REPLY_TRANSACTION:
    case CDC43_SCEP_ERR_REPLY_NONCE:
    case CDC43_SCEP_ERR_REPLY_STATUS:
    case CDC43_SCEP_ERR_REPLY_FAIL_INFO:
    case CDC43_SCEP_ERR_REPLY_EMPTY:
    case CDC43_SCEP_ERR_REPLY_CERTIFICATES:
        return "look at the CA's log: it does not keep to RFC 8894, or somebody else answers";
    case CDC43_SCEP_ERR_SINGLE_DES:
    case CDC43_SCEP_ERR_WEAK_CIPHER:
    case CDC43_SCEP_ERR_WEAK_DIGEST:
        return "let the CA answer with AES and SHA-256, or allow it with --allow-legacy";
    case CDC43_SCEP_ERR_DECRYPT:
        return "look at the CA's log: it encrypts to another key than the request's";
    case CDC43_SCEP_ERR_ISSUED_OTHER_KEY:
    case CDC43_SCEP_ERR_ISSUED_CHAIN:
    case CDC43_SCEP_ERR_ISSUED_NAME:
    case CDC43_SCEP_ERR_ISSUED_AGAIN:
    case CDC43_SCEP_ERR_ISSUED_PURPOSE:
        return "mend the CA's profile for these phones: the certificate that it issued is not used";
    case CDC43_SCEP_ERR_REJECTED:
        return "look at the CA's log for its reason";
    case CDC43_SCEP_ERR_POLLED_OUT:
        return "let the CA's administrator approve requests sooner, then enrol again";
    case CDC43_SCEP_ERR_STORE:
    case CDC43_SCEP_ERR_STORE_DAMAGED:
        return "check the phone's state directory and its disk";
    case CDC43_SCEP_ERR_PAIR:
    case CDC43_SCEP_ERR_P12_FORMAT:
    case CDC43_SCEP_ERR_P12_PASSWORD:
    case CDC43_SCEP_ERR_P12_FIPS:
    case CDC43_SCEP_ERR_CERTIFICATE_FILE:
    case CDC43_SCEP_ERR_KEY_FILE:
        return "give another file";
    }
    return NULL;
}

const char *cdc43_scep_advice(const struct cdc43_scep_life *life) {
    switch (life->condition) {
    case CDC43_SCEP_IS_NOTHING:
    case CDC43_SCEP_IS_DELETED:
        return "enrol, when the phone has its parameters";
    case CDC43_SCEP_IS_PENDING:
        if (life->fault.err == CDC43_SCEP_OK) {
            return "let the CA's administrator approve the request";
        }
        break;
    case CDC43_SCEP_IS_PASSWORD_NEEDED:
        return "give the phone the challenge password that the CA expects, and enrol again";
    case CDC43_SCEP_IS_CLOCK_NEEDED:
        return "set the phone's clock";
    case CDC43_SCEP_IS_INSTALLED:
    case CDC43_SCEP_IS_ENROL_FAILED:
    case CDC43_SCEP_IS_RENEW_FAILED:
        break;
    }
    return advise_about_fault(life->fault.err);
}
