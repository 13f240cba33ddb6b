# R data.table, as a careful user writes it. Arguments: a CSV file of persons, weights in whole points
# (name=points,...), points in all, fewest points of the poor for each cutoff (a/b=points,...), a file
# for the answer, repeats. data.table reads no Parquet: the file is the same persons as CSV.
# Prints seconds from the file and from memory, medians of the repeats.
suppressPackageStartupMessages(library(data.table))
setDTthreads(0)
given <- commandArgs(trailingOnly = TRUE)
pairs <- function(text) {
  parts <- tstrsplit(strsplit(text, ",")[[1]], "=")
  setNames(as.integer(parts[[2]]), parts[[1]])
}
points <- pairs(given[2])
names_of <- names(points)
whole <- as.integer(given[3])
least <- pairs(given[4])
digits <- c(province = 2L, district = 4L, subdistrict = 6L)

hold <- function() {
  fread(given[1], select = c("subdistrict", names_of), colClasses = list(character = "subdistrict"))
}

measures <- function(sums) {
  g <- as.matrix(sums[, paste0("g_", names_of), with = FALSE])
  lacks <- as.matrix(sums[, paste0("I_", names_of), with = FALSE])
  contribution <- sweep(lacks, 2L, points, `*`)
  cbind(
    sums$poor / sums$n, sums$points / sums$poor / whole, sums$points / sums$n / whole,
    g / sums$n, lacks / sums$n, contribution / whole / sums$n, contribution / sums$points
  )
}

again <- function(persons) {
  score <- integer(nrow(persons))
  for (name in names_of) score <- score + persons[[name]] * points[[name]]
  every <- persons[, c(.(n = .N), lapply(.SD, sum)), by = subdistrict, .SDcols = names_of]
  setnames(every, names_of, paste0("g_", names_of))
  answer <- list()
  for (cutoff in names(least)) {
    chosen <- which(score >= least[[cutoff]])
    of_poor <- persons[chosen][, points := score[chosen]][
      , c(.(poor = .N), lapply(.SD, sum)), by = subdistrict, .SDcols = c("points", names_of)]
    setnames(of_poor, names_of, paste0("I_", names_of))
    finest <- merge(every, of_poor, by = "subdistrict", all.x = TRUE)
    setnafill(finest, fill = 0L, cols = setdiff(names(finest), "subdistrict"))
    for (level in names(digits)) {
      sums <- finest[, lapply(.SD, sum), by = .(area = substr(subdistrict, 1L, digits[[level]])),
                     .SDcols = setdiff(names(finest), "subdistrict")]
      answer[[paste(level, cutoff)]] <- list(sums$area, measures(sums))
    }
  }
  answer
}

seconds <- function(work) {
  median(replicate(as.integer(given[6]), system.time(work())[["elapsed"]]))
}
answer <- again(hold())
from_file <- seconds(function() again(hold()))
held <- hold()
from_memory <- seconds(function() again(held))
rows <- rbindlist(lapply(names(answer), function(name) {
  data.table(table = name, area = answer[[name]][[1]], unname(answer[[name]][[2]]))
}), use.names = FALSE)
options(digits = 17)
fwrite(rows, given[5], col.names = FALSE, quote = FALSE, na = "nan")
cat(sprintf('{"seconds": %.6f, "again_seconds": %.6f}\n', from_file, from_memory))
