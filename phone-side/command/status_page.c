/* SPDX-License-Identifier: MIT */
/* The page "Custom Cert Status": for people and as JSON. */
#include <stdio.h>
#include <time.h>

#include "phone-side/command/certificate.h"
#include "phone-side/scep/protocol.h"

void cdc43_phone_print_time(int64_t time, char ret_text[CDC43_PHONE_TIME_MAX]) {
    const time_t seconds = (time_t)time;
    struct tm parts;

    if (gmtime_r(&seconds, &parts) == NULL ||
        strftime(ret_text, CDC43_PHONE_TIME_MAX, "%Y-%m-%d %H:%M:%S UTC", &parts) == 0) {
        (void)snprintf(ret_text, CDC43_PHONE_TIME_MAX, "unknown");
    }
}

void cdc43_phone_print_clock(int64_t time, char ret_text[CDC43_PHONE_TIME_MAX]) {
    if (time < CDC43_PHONE_CLOCK_FLOOR) {
        (void)snprintf(ret_text, CDC43_PHONE_TIME_MAX, "unknown, the clock was not set");
    } else {
        cdc43_phone_print_time(time, ret_text);
    }
}

static void print_clock(const char *label, int64_t time) {
    char text[CDC43_PHONE_TIME_MAX];

    cdc43_phone_print_clock(time, text);
    cdc43_phone_page_row(label, text);
}

void cdc43_phone_page_time(const char *label, int64_t time) {
    char text[CDC43_PHONE_TIME_MAX];

    cdc43_phone_print_time(time, text);
    cdc43_phone_page_row(label, text);
}

static void print_page(const struct cdc43_scep_life *life, const struct cdc43_scep_info *info) {
    char sentence[CDC43_SCEP_STATUS_MAX];
    const char *const advice = cdc43_scep_advice(life);

    cdc43_scep_print_status(life, sentence, sizeof sentence);
    (void)printf("Custom Cert Status\n");
    cdc43_phone_page_row("Download Status 1", sentence);
    if (advice != NULL) {
        cdc43_phone_page_row("What to do", advice);
    }
    if (life->requested) {
        cdc43_phone_page_row("Request", "the phone will request a new certificate");
    }
    if (life->attempts != 0) {
        print_clock("Last attempt", life->last_at);
        cdc43_phone_page_row("Kind of request", cdc43_scep_method_name(life->method));
        (void)printf("  %-30s%u, %u failed in a row\n", "Attempts", life->attempts, life->failures);
    }
    if (life->condition != CDC43_SCEP_IS_DELETED) {
        if (life->next_at == 0) {
            cdc43_phone_page_row("Next check", "now");
        } else {
            print_clock("Next check", life->next_at);
        }
    }
    if (info == NULL) {
        cdc43_phone_page_row("Certificate", "not installed");
    } else {
        cdc43_phone_page_row("Certificate", info->subject);
        cdc43_phone_page_time("Valid until", info->not_after);
    }
}

static void print_json(const struct cdc43_scep_life *life, const struct cdc43_scep_info *info) {
    char sentence[CDC43_SCEP_STATUS_MAX];
    const char *const advice = cdc43_scep_advice(life);
    const char *const err = cdc43_scep_err_name(life->fault.err);
    json_t *const object = json_object();

    cdc43_scep_print_status(life, sentence, sizeof sentence);
    (void)json_object_set_new(object, "condition",
                              json_string(cdc43_scep_condition_name(life->condition)));
    (void)json_object_set_new(object, "status", json_string(sentence));
    (void)json_object_set_new(object, "error", err != NULL ? json_string(err) : json_null());
    (void)json_object_set_new(object, "advice", advice != NULL ? json_string(advice) : json_null());
    (void)json_object_set_new(object, "requested", json_boolean(life->requested));
    (void)json_object_set_new(object, "attempts", json_integer(life->attempts));
    (void)json_object_set_new(object, "failures", json_integer(life->failures));
    if (life->attempts != 0) {
        (void)json_object_set_new(object, "method",
                                  json_string(cdc43_scep_method_name(life->method)));
        (void)json_object_set_new(object, "last-at", json_integer(life->last_at));
    }
    (void)json_object_set_new(object, "next-at", json_integer(life->next_at));
    (void)json_object_set_new(object, "installed", json_boolean(info != NULL));
    if (info != NULL) {
        (void)json_object_set_new(object, "subject", json_string(info->subject));
        (void)json_object_set_new(object, "not-after", json_integer(info->not_after));
    }
    cdc43_cli_print_json(object);
}

void cdc43_phone_page_status(const struct cdc43_scep_life *life, const struct cdc43_scep_info *info,
                             bool json) {
    if (json) {
        print_json(life, info);
    } else {
        print_page(life, info);
    }
}
