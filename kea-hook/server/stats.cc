/* SPDX-License-Identifier: MIT */
/* What was counted, and how it gets into Kea's statistics. */
#include "kea-hook/server/stats.h"

#include <algorithm>

#include <stats/stats_mgr.h>

#include "kea-hook/config/json.h"
#include "kea-hook/server/log.h"

namespace cdc43_hook {

using isc::stats::StatsMgr;

static cdc43_hook_outcome outcome_of(size_t index) {
    return static_cast<cdc43_hook_outcome>(index);
}

std::string stat_name(cdc43_hook_outcome outcome) {
    return std::string("cdc43-") + cdc43_hook_outcome_name(outcome);
}

int64_t stat_value(const std::string &name) {
    const isc::stats::ObservationPtr found = StatsMgr::instance().getObservation(name);

    return found ? found->getInteger().first : 0;
}

tally::tally(const cdc43_hook_policy &policy)
    : first_(policy.models), names_(), rows_(std::min(policy.model_count, models_max) + 2),
      touched_(rows_.size() / group + 1), mutex_(), published_(rows_.size()) {
    for (auto &touched : touched_) {
        touched.store(false, std::memory_order_relaxed);
    }
    for (row &own : rows_) {
        for (auto &counter : own) {
            counter.store(0, std::memory_order_relaxed);
        }
    }
    for (auto &own : published_) {
        own.fill(0);
    }
    for (size_t i = 0; i + 2 < rows_.size(); i++) {
        names_.push_back(text_of(policy.models[i].vendor_class) +
                         (policy.models[i].is_prefix ? "*" : ""));
    }
    for (size_t i = 0; i < CDC43_HOOK_OUTCOME_COUNT; i++) {
        StatsMgr::instance().addValue(stat_name(outcome_of(i)), int64_t(0));
    }
}

tally::~tally() {
    try {
        publish();
    } catch (...) {
        report_exception();
    }
}

void tally::count(cdc43_hook_outcome outcome, const cdc43_hook_model *model) noexcept {
    size_t at = 0;

    if (model != nullptr) {
        at = std::min(static_cast<size_t>(model - first_) + 1, rows_.size() - 1);
    }
    rows_[at][outcome].fetch_add(1, std::memory_order_relaxed);
    touched_[at / group].store(true, std::memory_order_release);
}

/* A counter only goes up, so the difference is never negative, in any order of threads. */
void tally::publish() {
    const std::lock_guard<std::mutex> lock(mutex_);

    for (size_t i = 0; i < touched_.size(); i++) {
        if (!touched_[i].load(std::memory_order_relaxed)) {
            continue;
        }
        touched_[i].exchange(false, std::memory_order_acq_rel);
        for (size_t at = i * group; at < std::min((i + 1) * group, rows_.size()); at++) {
            publish_row(at);
        }
    }
}

void tally::publish_row(size_t at) {
    for (size_t i = 0; i < CDC43_HOOK_OUTCOME_COUNT; i++) {
        const uint64_t value = rows_[at][i].load(std::memory_order_relaxed);
        const auto news = static_cast<int64_t>(value - published_[at][i]);

        if (news == 0) {
            continue;
        }
        published_[at][i] = value;
        StatsMgr::instance().addValue(stat_name(outcome_of(i)), news);
        if (at != 0) {
            const std::string model = at == rows_.size() - 1 ? "others" : names_[at - 1];

            StatsMgr::instance().addValue(
                "cdc43-model[" + model + "]." + cdc43_hook_outcome_name(outcome_of(i)), news);
        }
    }
}

} // namespace cdc43_hook
