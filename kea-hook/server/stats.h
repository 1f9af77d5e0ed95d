/* SPDX-License-Identifier: MIT */
/* Counters, and how they get into Kea's statistics. */
#ifndef CDC43_HOOK_SERVER_STATS_H
#define CDC43_HOOK_SERVER_STATS_H

#include <array>
#include <atomic>
#include <mutex>
#include <string>
#include <vector>

#include "kea-hook/policy/decide.h"

namespace cdc43_hook {

/* Counters of one configuration, by outcome and model. A packet costs one addition: Kea's own
 * statistics take a lock, a look-up and a piece of memory each time, so the counts are added there
 * from time to time, by publish. */
class tally {
  public:
    /* So many models, the first ones, have statistics of their own. */
    static constexpr size_t models_max = 256;

    explicit tally(const cdc43_hook_policy &policy);
    tally(const tally &) = delete;
    tally &operator=(const tally &) = delete;
    ~tally();

    /* By any thread. model: null when there is none. */
    void count(cdc43_hook_outcome outcome, const cdc43_hook_model *model) noexcept;

    /* Adds what came since the last time to Kea's statistics. By any thread. */
    void publish();

  private:
    static constexpr size_t group = 8; /* so many rows share a mark for new counts */
    using row = std::array<std::atomic<uint64_t>, CDC43_HOOK_OUTCOME_COUNT>;

    void publish_row(size_t at);

    const cdc43_hook_model *first_;
    std::vector<std::string> names_; /* of the models that are counted one by one */
    std::vector<row> rows_;          /* 0: without model; then by model; last: all the others */
    std::vector<std::atomic<bool>> touched_; /* groups of rows with something new */
    std::mutex mutex_;                       /* for what follows */
    std::vector<std::array<uint64_t, CDC43_HOOK_OUTCOME_COUNT>> published_;
};

/* "cdc43-sent" and so on. */
std::string stat_name(cdc43_hook_outcome outcome);

/* What Kea's statistics say; 0 when there is none of that name. */
int64_t stat_value(const std::string &name);

} // namespace cdc43_hook

#endif
