# Draws ratios.txt to plot.svg, both in the present folder.
set terminal svg size 900, 600 font "sans-serif,13" background "white"
set output "plot.svg"
set title "Ratios to C: median and range"
set logscale x
set xlabel "less than 1 is faster than C; of events as they come: processor time"
set yrange [*:*] reverse
set offsets 0, 0, 0.5, 0.5
set grid xtics
set key outside bottom center horizontal
set arrow from 1, graph 0 to 1, graph 1 nohead linecolor "black"
stats "ratios.txt" using 1 nooutput
plot for [i = 0 : STATS_blocks - 1] "ratios.txt" index i \
    using 2:($1 + 0.6 * (i + 0.5) / STATS_blocks - 0.3):3:4:yticlabels(5) \
    with xerrorbars pointtype 7 pointsize 0.6 title columnheader(1)
